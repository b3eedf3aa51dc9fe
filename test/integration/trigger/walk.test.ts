import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { INodeExecutionData } from 'n8n-workflow';

import { forgetCredentials } from '../../../nodes/VonageSms/storage';
import { VonageSmsTrigger } from '../../../nodes/VonageSms/VonageSmsTrigger.node';
import { signed } from '../../unit/inbound/requests';
import { executeContext, triggerContext } from '../contexts';
import { CREDENTIAL, PARAMETERS, serveWebhook } from './webhookServer';

const ROOT = join(__dirname, '../../..');
const NODES = join(ROOT, 'nodes/VonageSms');
const SECRET = 'secret of the walk';

/** A reader can't keep more files than this in mind. */
const MOST_STATIONS = 20;

const SMS = {
	msisdn: '447700900001',
	to: '447700900000',
	type: 'text',
	'message-timestamp': '2020-01-01 12:00:00',
};
const WHOLE = [{ ...SMS, messageId: '0A00', text: 'Hello' }];
const THREE_PARTS = ['One, ', 'two, ', 'three'].map((text, index) => ({
	...SMS,
	messageId: `0B0${index}`,
	text,
	concat: 'true',
	'concat-ref': '7',
	'concat-total': '3',
	'concat-part': String(index + 1),
}));

/** What CONTRIBUTING.md says about the path of an SMS. */
function guide(): { stations: string[]; beside: string[] } {
	const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
	const [, section = ''] = text.split(/^## The path of an SMS through the code$/m);
	const lines = (section.split('For an outbound SMS')[0] ?? '').split('\n');
	const pathsIn = (some: string[]) =>
		some.flatMap((line) =>
			[...line.matchAll(/`([\w/.]+(?:\.ts|\/))`/g)].map(([, path = '']) => path),
		);
	const isStep = (line: string) => /^\d+\. /.test(line);
	return {
		stations: pathsIn(lines.filter(isStep)),
		beside: pathsIn(lines.filter((line) => line.startsWith('- '))),
	};
}

/** Files of nodes/VonageSms in which a function ran. */
class Footprints {
	private readonly session = new Session();
	private readonly sources = new Map<string, string>();

	async start(): Promise<void> {
		this.session.connect();
		await this.session.post('Profiler.enable');
		await this.session.post('Debugger.enable');
		await this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
	}

	async files(): Promise<string[]> {
		const { result } = await this.session.post('Profiler.takePreciseCoverage');
		const entered: string[] = [];
		for (const { url, scriptId, functions } of result) {
			const path = url.startsWith('file:') ? fileURLToPath(url) : url;
			if (!path.startsWith(NODES)) continue;
			const source = await this.sourceOf(scriptId);
			const ran = functions.some(({ ranges: [range] }) => {
				if (!range || range.count === 0) return false;
				return !isExport(source.slice(range.startOffset, range.endOffset));
			});
			if (ran) entered.push(relative(NODES, path).split(sep).join('/'));
		}
		return entered;
	}

	stop(): void {
		this.session.disconnect();
	}

	private async sourceOf(scriptId: string): Promise<string> {
		const known = this.sources.get(scriptId);
		if (known !== undefined) return known;
		const { scriptSource } = await this.session.post('Debugger.getScriptSource', { scriptId });
		this.sources.set(scriptId, scriptSource);
		return scriptSource;
	}
}

/** The compiler turns each export into a getter, which runs whenever another file uses the name. */
function isExport(source: string): boolean {
	return /^get \w+\s*\(\)\s*\{\s*return [\w.]+;\s*\}$/.test(source);
}

/** Receives signed webhooks until they make an item, and begins its execution. */
async function follow(
	records: ReadonlyArray<Record<string, string>>,
): Promise<{ entered: string[]; text: unknown }> {
	const nodeType = new VonageSmsTrigger();
	const credential = { ...CREDENTIAL, signatureSecret: SECRET };
	const node = { nodeType, parameters: PARAMETERS, credential, executionId: '1' };
	let emit: (item: INodeExecutionData) => void;
	const emitted = new Promise<INodeExecutionData>((resolve) => (emit = resolve));
	const context = triggerContext(node, 'activate', ([items]) => emit(items![0]!));
	const { closeFunction } = await nodeType.trigger.call(context);
	const server = await serveWebhook({ credential });
	const footprints = new Footprints();
	try {
		await footprints.start();
		for (const record of records) {
			const query = new URLSearchParams(signed(record, SECRET));
			expect(await (await fetch(`${server.url}?${query}`)).text()).toBe('Stored');
		}
		const execution = executeContext(node, [await emitted], 'trigger');
		const [items] = await nodeType.execute.call(execution);
		return { entered: await footprints.files(), text: items?.[0]?.json.text };
	} finally {
		footprints.stop();
		await server.close();
		await closeFunction?.();
	}
}

describe('the path of an SMS in CONTRIBUTING.md', () => {
	let folder: string;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'vonage-sms-walk-'));
		process.env.N8N_USER_FOLDER = folder;
	});
	afterEach(() => {
		forgetCredentials();
		delete process.env.N8N_USER_FOLDER;
		rmSync(folder, { recursive: true });
	});

	test.each([
		['in one part', WHOLE, 'Hello'],
		['in three parts', THREE_PARTS, 'One, two, three'],
	])('matches the files that an SMS %s passes through', async (_, records, text) => {
		const { stations, beside } = guide();
		const walk = await follow(records);
		expect(walk.text).toBe(text);
		expect(stations.filter((station) => !walk.entered.includes(station))).toEqual([]);
		const isNamed = (file: string) =>
			stations.includes(file) ||
			beside.some((path) => (path.endsWith('/') ? file.startsWith(path) : file === path));
		expect(walk.entered.filter((file) => !isNamed(file))).toEqual([]);
	});

	test('is short', () => {
		const { stations } = guide();
		expect(stations.length).toBeGreaterThan(0);
		expect(stations.length).toBeLessThanOrEqual(MOST_STATIONS);
	});
});
