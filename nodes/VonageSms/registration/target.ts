import type { IHookFunctions } from 'n8n-workflow';
import { openSession, sharedTraffic, type Traffic } from '../vonage';
import { ManualRegistration } from './manual';
import type { RegistrationMemory } from './memory';
import { RemoteRegistration } from './remote';

/** One way of telling Vonage where this node's webhook is. Everything may be repeated after any interruption. */
export interface RegistrationTarget {
	/** Whether Vonage has this node's URL wherever the parameters want it, and nowhere else. */
	isRegistered(): Promise<boolean>;
	/**
	 * Puts this node's URL there, and remembers what stood there before.
	 *
	 * @throws NodeOperationError, NodeApiError with the next step; nothing stays half registered
	 */
	register(): Promise<void>;
	/**
	 * Puts back what stood there before, and leaves alone what somebody else changed meanwhile.
	 *
	 * @throws NodeApiError in production; a test run logs, and the next registration of the node repairs
	 */
	unregister(): Promise<void>;
}

/** The target that the node's parameters name. */
export async function registrationFor(
	context: IHookFunctions,
	memory: RegistrationMemory,
	traffic: Traffic = sharedTraffic,
): Promise<RegistrationTarget> {
	if (context.getNodeParameter('registration', 'number') === 'manual') {
		return new ManualRegistration(context);
	}
	return new RemoteRegistration({
		context,
		memory,
		session: await openSession(context, traffic),
		nodeName: `${context.getWorkflow().id ?? ''}/${context.getNode().id}`,
	});
}
