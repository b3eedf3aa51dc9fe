/** One way of telling Vonage where this node's webhook is. Everything may be repeated after any interruption. */
export interface RegistrationTarget {
	/** Whether Vonage has this node's URL wherever the parameters want it, and nowhere else. */
	isRegistered(): Promise<boolean>;
	/**
	 * Puts this node's URL there, and remembers the URL from before.
	 *
	 * @throws NodeOperationError, NodeApiError with the next step; nothing stays half registered, but where n8n's time
	 *   is over: then what is done stays, and publishing again continues
	 */
	register(): Promise<void>;
	/**
	 * Restores the URL from before, and leaves alone what another system has changed since.
	 *
	 * @throws NodeApiError in production; a test run logs, and the next registration of the node repairs
	 */
	unregister(): Promise<void>;
}
