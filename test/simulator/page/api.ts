import type { EntryView, StateView } from './views';

/** A typed SMS as the control API takes it. */
export interface Outgoing {
	from: string;
	to: string;
	content: { text: string };
	format?: string;
	order?: string;
	parallel?: boolean;
	drop?: number[];
	repeat?: number[];
	signed?: boolean;
}

export async function readState(): Promise<StateView> {
	const response = await fetch('/simulator/api/state');
	return response.json();
}

/** @throws Error with what the simulator says against it */
export async function sendSms(sms: Outgoing): Promise<void> {
	const response = await post('sms', sms);
	if (response.ok) return;
	const { error, wrong }: { error?: string; wrong?: string[] } = await response.json();
	throw new Error(error ?? `Not right: ${(wrong ?? []).join(', ')}`);
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

/** Tells every event, past ones first; the browser connects again by itself when the line breaks. */
export function followEvents(
	tell: (entry: EntryView) => void,
	connection: (open: boolean) => void,
): void {
	const source = new EventSource('/simulator/api/events');
	source.addEventListener('open', () => connection(true));
	source.addEventListener('error', () => connection(false));
	source.addEventListener('message', ({ data }) => tell(JSON.parse(String(data))));
}

function post(path: string, body: unknown): Promise<Response> {
	return fetch(`/simulator/api/${path}`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(body),
	});
}
