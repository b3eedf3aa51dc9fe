import { sendSms } from './api';
import { byId } from './elements';
import { readWay } from './options';
import type { Way } from './options';
import { describeSplit, showParts, splitForFormat } from './partPreview';

const samples: Readonly<Record<string, string>> = {
	keyword: 'HELP please',
	stop: 'STOP',
	long: 'Good evening, this is a long one: it was typed without a single character that needs Unicode, so 153 septets fit into each of its parts, and the cut falls in the middle of a word as often as not. The receiving side has to put it together again.',
	// The first emoji stands across the border of the first two parts.
	emoji:
		'Grüße aus Köln! Wir stehen vor dem Dom, wo es nach Brezeln riecht 😀🎉 Danach gehen wir an den Rhein 🚢 und warten dort auf euch – das Wetter hält, die Bahn leider nicht. Wann kommt ihr an?',
};

/** Text field, preview and button: everything with which a message is typed. */
export function setUpComposer(way: HTMLFormElement): { partsChanged: () => void } {
	const form = byId('composer', HTMLFormElement);
	const text = byId('text', HTMLTextAreaElement);
	const parts = byId('parts', HTMLOListElement);
	const meter = byId('meter', HTMLParagraphElement);
	const which = byId('which', HTMLInputElement);
	const sample = byId('sample', HTMLSelectElement);

	const partsChanged = (): void => {
		const split = splitForFormat(text.value, readWay(way, 1).format);
		meter.textContent = describeSplit(split);
		showParts(parts, split);
		which.max = String(split.parts.length);
	};
	text.addEventListener('input', partsChanged);
	text.addEventListener('keydown', (event) => {
		if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
	});
	sample.addEventListener('change', () => {
		text.value = samples[sample.value] ?? text.value;
		sample.value = '';
		partsChanged();
		text.focus();
	});
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		void submit(text, readWay(way, Number(which.max))).then(partsChanged);
	});
	return { partsChanged };
}

async function submit(text: HTMLTextAreaElement, way: Way): Promise<void> {
	const refusal = byId('error', HTMLParagraphElement);
	refusal.hidden = true;
	try {
		await sendSms({
			from: byId('from', HTMLInputElement).value.trim(),
			to: byId('to', HTMLSelectElement).value,
			content: { text: text.value },
			...way,
		});
		text.value = '';
	} catch (error) {
		refusal.textContent = error instanceof Error ? error.message : String(error);
		refusal.hidden = false;
	}
}
