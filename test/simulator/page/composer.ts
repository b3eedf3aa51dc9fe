import { sendSms } from './api';
import type { Outgoing } from './api';
import { byId } from './elements';
import { readWay } from './options';
import { describeSplit, showParts, splitForFormat } from './partPreview';
import { drawPicture } from './picture';
import { explain } from './problem';

const samples: Readonly<Record<string, string>> = {
	keyword: 'HELP please',
	stop: 'STOP',
	long: 'Good evening, this is a long one: it was typed without a single character that needs Unicode, so 153 septets fit into each of its parts, and the cut falls in the middle of a word as often as not. The receiving side has to put it together again.',
	// The first emoji crosses the border of the first two parts.
	emoji:
		'Grüße aus Köln! Wir stehen vor dem Dom, wo es nach Brezeln riecht 😀🎉 Danach gehen wir an den Rhein 🚢 und warten dort auf euch – das Wetter hält, die Bahn leider nicht. Wann kommt ihr an?',
	arabic: 'مرحبا! هل لديكم موعد متاح غدا صباحا؟ نحن خمسة أشخاص.',
};

/** A contact card for a phone, sent to port 9204 (WDP, vCard). */
const contactCard = {
	udh: '06050423f40000',
	data: hexOf('BEGIN:VCARD\r\nVERSION:2.1\r\nN:Doe;Jane\r\nTEL:+14155550199\r\nEND:VCARD\r\n'),
};

/** Text field, preview, and buttons for typing a message. */
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
		if (sample.value === 'card') void send(contactCard, way, 1);
		if (sample.value === 'picture') void send({ media: [drawPicture()] }, way, 1);
		text.value = samples[sample.value] ?? text.value;
		sample.value = '';
		partsChanged();
		text.focus();
	});
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		void send({ text: text.value }, way, Number(which.max)).then((sent) => {
			if (sent) text.value = '';
			partsChanged();
		});
	});
	return { partsChanged };
}

async function send(
	content: Outgoing['content'],
	way: HTMLFormElement,
	parts: number,
): Promise<boolean> {
	return await explain(async () => {
		const from = byId('from', HTMLInputElement);
		const sender = from.value.trim();
		if (sender === '') {
			from.focus();
			throw new Error('Fill in "This phone": the number or name that the message comes from.');
		}
		const to = byId('to', HTMLSelectElement).value;
		await sendSms({ from: sender, to, content, ...readWay(way, parts) });
	});
}

function hexOf(ascii: string): string {
	return [...ascii].map((each) => each.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
