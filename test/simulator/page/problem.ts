import { byId } from './elements';

/** Runs a user action. If it fails, the reason is shown above the message field until the next attempt. */
export async function explain(work: () => Promise<void>): Promise<boolean> {
	const problem = byId('error', HTMLParagraphElement);
	problem.hidden = true;
	try {
		await work();
		return true;
	} catch (error) {
		problem.textContent = error instanceof Error ? error.message : String(error);
		problem.hidden = false;
		return false;
	}
}
