import { byCallers } from '../callers';
import { longSms } from '../traffic';
import { ended, newestId } from './executionLog';
import { profileOf } from './inspector';
import type { CpuProfile, ProfileNode } from './inspector';
import type { Receiver, Site } from './site';

/** Where the time of a final part goes: from the request to the end of the execution that it completes. */
export interface ProfileSummary {
	messages: number;
	/** Milliseconds of work a message, waiting left out, largest first. */
	owners: OwnerTime[];
	/** The package's own functions, with what they call in Node and V8, largest first. */
	functions: FunctionTime[];
}

export interface OwnerTime {
	owner: Owner;
	milliseconds: number;
	/** 0 to 1. */
	share: number;
}

export interface FunctionTime {
	/** Name and file within `nodes/VonageSms`. */
	name: string;
	milliseconds: number;
}

const OWNERS = {
	ours: 'this package, with libphonenumber-js',
	n8n: 'n8n',
	database: "n8n's database layer (TypeORM, SQLite)",
	expressions: "n8n's expression engine",
	http: "n8n's HTTP server (Express and middleware)",
	libraries: "other libraries of n8n's",
	node: 'Node.js: event loop, HTTP, streams',
	collector: 'garbage collection',
	native: 'native code outside JavaScript',
} as const;

export type Owner = (typeof OWNERS)[keyof typeof OWNERS];

const CALLERS = 4;
const FUNCTIONS = 12;

/** Sends the first two parts of messages beforehand, then profiles n8n's main process under the third ones. */
export async function profileFinalParts(
	site: Site,
	receiver: Receiver,
	inspectorPort: number,
	messages: number,
): Promise<ProfileSummary> {
	const [url] = receiver.urls;
	const all = Array.from({ length: messages }, (_, index) => longSms(`profile${index}`, 3));
	const finals: (typeof all)[number] = [];
	for (const [first, second, third] of all) {
		await site.load.post(url!, first!);
		await site.load.post(url!, second!);
		finals.push(third!);
	}
	const before = await newestId(site.executions, receiver.workflowId);
	const profile = await profileOf(site.n8n.processes[0]!.pid!, inspectorPort, async () => {
		await byCallers(CALLERS, messages, () => site.load.post(url!, finals.pop()!));
		await ended(site.executions, receiver.workflowId, before, messages);
	});
	return summarise(profile, messages);
}

/** Each sample belongs to the package whose file stands nearest above it on the stack. */
export function summarise(profile: CpuProfile, messages: number): ProfileSummary {
	const frames = framesOf(profile.nodes);
	const owners = new Map<Owner, number>();
	const functions = new Map<string, number>();
	profile.samples.forEach((id, index) => {
		const frame = frames.get(id);
		const milliseconds = (profile.timeDeltas[index] ?? 0) / 1000 / messages;
		if (!frame || frame.owner === null) return;
		add(owners, frame.owner, milliseconds);
		if (frame.ourFunction !== null) add(functions, frame.ourFunction, milliseconds);
	});
	const total = [...owners.values()].reduce((sum, time) => sum + time, 0);
	return {
		messages,
		owners: largestFirst(owners).map(([owner, milliseconds]) => ({
			owner,
			milliseconds,
			share: total === 0 ? 0 : milliseconds / total,
		})),
		functions: largestFirst(functions)
			.slice(0, FUNCTIONS)
			.map(([name, milliseconds]) => ({ name, milliseconds })),
	};
}

interface Frame {
	/** Null for waiting. */
	owner: Owner | null;
	ourFunction: string | null;
}

function framesOf(nodes: ProfileNode[]): Map<number, Frame> {
	const parents = new Map<number, ProfileNode>();
	for (const node of nodes) for (const child of node.children ?? []) parents.set(child, node);
	const frames = new Map<number, Frame>();
	for (const node of nodes) frames.set(node.id, frameOf(node, parents));
	return frames;
}

function frameOf(leaf: ProfileNode, parents: Map<number, ProfileNode>): Frame {
	const special = SPECIAL.get(leaf.callFrame.functionName);
	if (special !== undefined) return { owner: special, ourFunction: null };
	for (let node: ProfileNode | undefined = leaf; node; node = parents.get(node.id)) {
		const owner = ownerOf(node.callFrame.url);
		if (owner === null) continue;
		return { owner, ourFunction: owner === OWNERS.ours ? ourFunction(node) : null };
	}
	return { owner: OWNERS.node, ourFunction: null };
}

/** What V8 names when no function runs. */
const SPECIAL = new Map<string, Owner | null>([
	['(idle)', null],
	['(program)', OWNERS.native],
	['(garbage collector)', OWNERS.collector],
]);

/** By the path of a file; null for Node's own and for none. */
function ownerOf(url: string): Owner | null {
	if (url === '' || url.startsWith('node:')) return null;
	return PATHS.find(([pattern]) => pattern.test(url))?.[1] ?? OWNERS.libraries;
}

const PATHS: [RegExp, Owner][] = [
	[/\/node_modules\/n8n-nodes-vonage-sms\//, OWNERS.ours],
	[/\/(expression-runtime|isolated-vm|tournament)\//, OWNERS.expressions],
	[/\/(typeorm|sqlite3|sqlite-pooled|@n8n\/db)\//, OWNERS.database],
	[/\/(n8n|n8n-core|n8n-workflow|n8n-nodes-base|@n8n\/[^/]+)\/(dist|src)\//, OWNERS.n8n],
	[
		/\/(express|router|body-parser|compression|send|helmet|cookie-parser|finalhandler|raw-body|express-[^/]+)\//,
		OWNERS.http,
	],
];

function ourFunction({ callFrame }: ProfileNode): string {
	const file = callFrame.url.replace(/^.*\/dist\/nodes\/VonageSms\/|^.*\/node_modules\//, '');
	return `${callFrame.functionName || '(anonymous)'} in ${file}`;
}

function add<K>(sums: Map<K, number>, key: K, amount: number): void {
	sums.set(key, (sums.get(key) ?? 0) + amount);
}

function largestFirst<K>(sums: Map<K, number>): [K, number][] {
	return [...sums].sort(([, a], [, b]) => b - a);
}
