/** Like Promise.all, but nothing keeps running after it rejects: waits for all, then throws the first error. */
export async function sideBySide(...work) {
	const results = await Promise.allSettled(work);
	const failed = results.find(({ status }) => status === 'rejected');
	if (failed !== undefined) throw failed.reason;
	return results.map(({ value }) => value);
}
