import type { Drift, Drifts, Sample } from '../soak/samples';
import type { SoakResult } from '../soak/soak';
import { count, figure, inWords, megabytes, table, times } from './table';

export function soakSection({ plan, answers, verdict, drifts, samples }: SoakResult): string {
	return `${inWords(plan.seconds / 60)} minutes of ${inWords(plan.messagesPerSecond)} messages a second, single and of two to five parts in any order, some records twice, each sent again until the trigger answered 200, through a real n8n (SQLite) that meanwhile met: ${plan.faults.join(', ')}. Delivered messages were remembered for an hour, so the store grew throughout.

${table(
	['Messages', 'Lost', 'More than once', 'Changed', 'Execution cut by a kill'],
	[[count(verdict.messages), verdict.lost, verdict.doubled, verdict.wrongText, verdict.cutByCrash]],
)}

An execution that is under way when n8n is killed was started, and n8n marks it as crashed; it is not started again.

${table(
	['Answer', 'Attempts'],
	answers.map(({ answer, attempts }) => [answer, count(attempts)]),
)}

While n8n starts it answers webhooks itself: for a moment with 200, before any node is loaded, and then with 404. The soak sends such a request again; Vonage takes a 200 for an acknowledgement. [Operations](operations.md) says how to keep those answers from Vonage.

After the last fault, first third against last third of the undisturbed stretch:

${driftTable(drifts)}

${samplesTable(samples)}`;
}

function driftTable(drifts: Drifts | null): string {
	if (!drifts) return 'No sample was taken in that stretch.';
	const row = (name: string, { first, last }: Drift, show: (value: number) => string | null) => [
		name,
		show(first),
		show(last),
		times(last / first),
	];
	return table(
		['Figure', 'First third', 'Last third', 'Ratio'],
		[
			row('memory of the main process', drifts.residentBytes, megabytes),
			row('open files', drifts.openFiles, figure),
			row('size of the store', drifts.storeBytes, megabytes),
		],
	);
}

const SHOWN = 12;

function samplesTable(samples: Sample[]): string {
	const step = Math.max(1, Math.floor(samples.length / SHOWN));
	return table(
		['Minute', 'Memory', 'Open files', 'Store'],
		samples
			.filter((_, index) => index % step === 0)
			.map((sample) => [
				figure(sample.seconds / 60),
				megabytes(sample.residentBytes),
				sample.openFiles,
				megabytes(sample.storeBytes),
			]),
	);
}
