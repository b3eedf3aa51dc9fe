import type { Outgoing } from './api';

/** What happens to a message between the phone and n8n. */
export type Way = Pick<Outgoing, 'format' | 'order' | 'parallel' | 'drop' | 'repeat' | 'signed'>;

/** Reads the form; the number of the part that is lost or doubled is limited to the parts of the message. */
export function readWay(form: HTMLFormElement, parts: number): Way {
	const data = new FormData(form);
	const journey = data.get('journey');
	const which = Math.min(Math.max(Number(data.get('which') ?? 1), 1), parts);
	return {
		// With the Messages API these fields are disabled and therefore missing: it has one format and always signs.
		...(data.has('format') && {
			format: String(data.get('format')),
			signed: data.has('signed'),
		}),
		...(journey === 'shuffled' && { order: 'shuffled' }),
		...(journey === 'lost' && { drop: [which] }),
		...(journey === 'doubled' && { repeat: [which] }),
		...(data.has('parallel') && { parallel: true }),
	};
}

/** The part number is shown only if it applies. */
export function showWhich(form: HTMLFormElement, field: HTMLElement): void {
	const journey = new FormData(form).get('journey');
	field.hidden = journey !== 'lost' && journey !== 'doubled';
}
