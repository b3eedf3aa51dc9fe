import { NodeApiError, type IHookFunctions } from 'n8n-workflow';

/**
 * Where publishing fails with a NodeApiError, n8n 1 shows its description alone, n8n 2 its message alone: the
 * description, which holds the next step, then begins with the message. A test run shows both as they are.
 */
export async function withReasonShown<T>(context: IHookFunctions, work: Promise<T>): Promise<T> {
	return await work.catch((error: unknown) => {
		if (error instanceof NodeApiError && context.getMode() !== 'manual') {
			error.description = [error.message, error.description].filter(Boolean).join('. ');
		}
		throw error;
	});
}
