import type { CredentialView, EntryView, StateView } from './views';

/** A typed SMS as the control API accepts it. */
export interface Outgoing {
	from: string;
	to: string;
	content:
		| { text: string }
		| { data: string; udh?: string }
		| { media: { type: 'image'; name: string; mimeType: string; bytes: string }[]; text?: string };
	format?: string;
	order?: string;
	parallel?: boolean;
	drop?: number[];
	repeat?: number[];
	signed?: boolean;
}

const NO_ANSWER = 'The simulator isn\'t responding. Is "npm start" still running?';

/** @throws Error with a message for the user, as do all functions here */
export async function readState(): Promise<StateView> {
	return await read('state');
}

/** What n8n's credential needs to use this simulator. */
export async function readCredential(): Promise<CredentialView> {
	return await read('credential');
}

export async function sendSms(sms: Outgoing): Promise<void> {
	await post('sms', sms);
}

export async function changeSettings(settings: Record<string, unknown>): Promise<void> {
	await post('settings', settings);
}

export async function cancelDelivery(id: number): Promise<void> {
	await post(`deliveries/${id}/cancel`, {});
}

export async function reset(): Promise<void> {
	await post('reset', {});
}

/** Passes on every event, past ones first. The browser reconnects by itself if the connection breaks. */
export function followEvents(
	receive: (entry: EntryView) => void,
	connection: (open: boolean) => void,
): void {
	const source = new EventSource('/simulator/api/events');
	source.addEventListener('open', () => connection(true));
	source.addEventListener('error', () => connection(false));
	source.addEventListener('message', ({ data }) => receive(JSON.parse(String(data))));
}

async function read<T>(path: string): Promise<T> {
	const response = await call(path);
	return await response.json();
}

async function post(path: string, body: unknown): Promise<void> {
	const response = await call(path, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (response.ok) return;
	const { error, wrong }: { error?: string; wrong?: string[] } = await response.json();
	throw new Error(error ?? `The simulator doesn't accept: ${(wrong ?? []).join(', ')}`);
}

async function call(path: string, options?: RequestInit): Promise<Response> {
	try {
		return await fetch(`/simulator/api/${path}`, options);
	} catch {
		throw new Error(NO_ANSWER);
	}
}
