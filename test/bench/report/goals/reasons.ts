/** Why this package misses a goal, where it does: printed with the goals that are missed. */
export const REASONS = {
	fault: 'a fault',
	codecSpeed:
		'for the signature, the package also ensures that a request can be read in only one way, and compares in constant time; elsewhere the difference is within the noise of the machine',
	wholePart:
		'the floor trusts its input. Here a quarter of the time is spent on the signature (its canonical text, names given twice, a comparison in constant time), a fifth on reading a request in only one way, a sixth on the country of the sender (libphonenumber-js, once per message), and the rest on keys that identify duplicates and on the record for the database. All of it is about two percent of the time that n8n needs for the same request',
	storeFloor:
		'one insert is one row in one table; a part is two rows in two tables with seven indexes, after a look-up. A single caller also waits for the thread that flushes the log, which keeps n8n from waiting',
	storeCpu:
		'a part is one statement as well, but it looks for other messages of the key and inserts two rows in two tables with seven indexes',
	storeWal:
		'a part is two rows in two tables with seven indexes, and each row and each entry of an index is in the log',
	storeGrowth:
		'keys are hashes, so each new row touches other pages of the indexes, which no longer fit into the cache',
	roundTrips: 'what the next statement needs depends on the answer to the one before',
	distance:
		'a step takes more than one round trip where the next statement depends on the answer to the one before',
	remembered:
		'with so many messages the indexes do not fit into the cache, so that a step reads pages from the disk which in an empty store are in memory',
	cleaning: 'each message that is forgotten is deleted from two tables and all of their indexes',
	stall:
		'the longest turn contains the work for all callers that arrived in it, or one whole step; other programs on the machine lengthen it as well',
	answerTime:
		'a trigger that does nothing stores nothing: most of the difference is the commit, which waits for the disk before the 200; a tenth of it is the signature check',
	endTime:
		'the execution begins after the answer, not with it: the record is written, claimed and confirmed in the store, so that it survives a crash',
	handOver:
		'a part of the difference is not this package: for each execution n8n checks the credential of the node and records the deduplication key, as the trigger with both shows, which keeps nothing either. The rest is what the other triggers do not do, so that they lose what they answered when n8n is killed: the message is checked, written, claimed, begun and confirmed in the store',
	todayCpu:
		'the Code node is the cheaper one of the two, because two of its three executions end immediately; it loses messages (below). With default settings n8n starts an expression engine for each request and each credential of a community node, and none for its own Webhook node',
	todayExecutions: 'an execution was started more than once',
	mainProcess:
		"a large part of it is n8n's own, as the trigger that keeps nothing shows; the rest is claiming the message, reading its record, building its item, and confirming it over a connection to the store",
	soakGrowth:
		"the figures are those of the whole n8n process, which n8n's other tasks affect as well",
} as const;
