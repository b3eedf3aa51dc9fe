/** One way to register this node's webhook at Vonage. All methods can be repeated after an interruption. */
export interface RegistrationTarget {
	/** Whether Vonage has this node's URL in all places given by the parameters, and nowhere else. */
	isRegistered(): Promise<boolean>;
	/**
	 * Registers this node's URL and remembers the previous one.
	 *
	 * @throws NodeOperationError, NodeApiError with the next step. All changes are undone, unless n8n's time limit
	 *   is reached: then the registered places stay, and publishing again continues
	 */
	register(): Promise<void>;
	/**
	 * Restores the previous URL, unless another system has changed it since.
	 *
	 * @throws NodeApiError in production; a test run only logs, and the node's next registration restores the URL
	 */
	unregister(): Promise<void>;
}
