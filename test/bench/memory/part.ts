import { createHmac } from 'node:crypto';
import { parse } from 'node:querystring';

import { examine } from '../../../nodes/VonageSms/inbound';
import type { Keepable, WebhookPolicy, WebhookRequest } from '../../../nodes/VonageSms/inbound';
import { toItem } from '../../../nodes/VonageSms/items';
import { toMessage } from '../../../nodes/VonageSms/reassembly/message';
import { toRecord } from '../../../nodes/VonageSms/reassembly/record';
import type { StoredPart } from '../../../nodes/VonageSms/reassembly/claim';
import { longSms, METHOD, SECRET, textOf } from '../traffic';
import type { SmsRecord } from '../traffic';
import { inRounds } from './rounds';

export interface PartRow {
	format: 'JSON' | 'form';
	floorNanoseconds: number;
	ourNanoseconds: number;
	/** Times the floor. */
	ratio: number;
	/** Whether the message came out as it went in, with its signature checked. */
	right: boolean;
}

const SCOPE = 'workflow/node/production';
const POLICY: WebhookPolicy = {
	signatureCheck: 'enforce',
	signatureSecret: SECRET,
	signatureMethod: METHOD,
	apiKey: '',
	applicationId: '',
	maxWebhookAge: 0,
	allowedIps: null,
};
const ITEM = { payloadFormat: 'auto', output: 'simplified', escapeFormulas: false } as const;

/**
 * A three-part message through everything but a database, and the floor beside it: what any program must do with
 * the same bytes (parse, one HMAC, keep in a Map, join). Times are of one part.
 */
export function partBench(rounds: number): PartRow[] {
	return (['JSON', 'form'] as const).map((format) => {
		const records = longSms('in-memory', 3);
		const requests = records.map((record) => requestOf(record, format));
		const [floor, ours] = inRounds<unknown>(
			[
				{ name: 'floor', run: () => throughFloor(requests, format) },
				{ name: 'this package', run: () => throughPackage(requests) },
			],
			rounds,
		);
		const [floorNanoseconds, ourNanoseconds] = [floor!.nanoseconds / 3, ours!.nanoseconds / 3];
		const { json } = throughPackage(requests);
		return {
			format,
			floorNanoseconds,
			ourNanoseconds,
			ratio: ourNanoseconds / floorNanoseconds,
			right: json.event === 'message' && json.verified && json.text === textOf(records),
		};
	});
}

function throughPackage(requests: WebhookRequest[]) {
	const groups = new Map<string, StoredPart[]>();
	for (const request of requests) {
		const verdict = examine(request, POLICY, 0);
		if (verdict.kind === 'refused' || verdict.inbound.kind === 'urlCheck') {
			throw new Error('A record of the benchmark was refused.');
		}
		keep(groups, verdict.inbound);
	}
	const [parts] = groups.values();
	const message = toMessage({
		given: 0,
		redelivered: false,
		total: requests.length,
		parts: parts ?? [],
	});
	if (!message) throw new Error('A record of the benchmark could not be joined.');
	return toItem(message, ITEM);
}

/** A Map in the place of the database. */
function keep(groups: Map<string, StoredPart[]>, inbound: Keepable): void {
	const { key, part, body } = toRecord(SCOPE, inbound);
	const group = groups.get(key);
	if (group) group.push({ part, receivedAt: 0, body });
	else groups.set(key, [{ part, receivedAt: 0, body }]);
}

function throughFloor(requests: WebhookRequest[], format: PartRow['format']): string {
	const groups = new Map<unknown, string[]>();
	for (const { body } of requests) {
		const text = body.toString();
		const record: Record<string, unknown> = format === 'JSON' ? JSON.parse(text) : parse(text);
		createHmac(METHOD, SECRET).update(text).digest('hex');
		const parts = groups.get(record['concat-ref']) ?? [];
		parts[Number(record['concat-part']) - 1] = String(record['text']);
		groups.set(record['concat-ref'], parts);
	}
	return [...groups.values()].flat().join('');
}

function requestOf(record: SmsRecord, format: PartRow['format']): WebhookRequest {
	const json = format === 'JSON';
	const body = json ? JSON.stringify(record) : new URLSearchParams(record).toString();
	const contentType = json ? 'application/json' : 'application/x-www-form-urlencoded';
	return {
		method: 'POST',
		url: '/webhook/vonage-sms',
		headers: { 'content-type': contentType },
		body: Buffer.from(body),
		ip: '127.0.0.1',
	};
}
