import { splitText } from '../phone/splitting';
import type { SplitText } from '../phone/splitting';
import { create } from './elements';

/** The parts as Vonage would deliver them. A query or form can't contain half of an emoji, so none is split there. */
export function splitForFormat(text: string, format: string | undefined): SplitText {
	return splitText(text, { cutSurrogates: format === undefined || format === 'POST-JSON' });
}

/** One-line summary of how the text is split. */
export function describeSplit({ encoding, units, unitsPerPart, parts }: SplitText): string {
	if (units === 0) return 'Empty. 160 GSM-7 or 70 UCS-2 per part.';
	const unit = encoding === 'GSM-7' ? 'septets' : 'code units';
	const count = parts.length === 1 ? '1 part' : `${parts.length} parts`;
	return `${encoding} · ${units} of ${unitsPerPart * parts.length} ${unit} · ${count}`;
}

/** The parts as boxes with their borders; nothing for a text of one part. */
export function showParts(list: HTMLOListElement, { parts }: SplitText): void {
	list.hidden = parts.length === 1;
	const boxes = parts.map((part, index) => {
		const box = create('li', {}, create('span', { class: 'number' }, String(index + 1)));
		box.append(visible(part));
		box.dir = 'auto';
		return box;
	});
	list.replaceChildren(...(parts.length === 1 ? [] : boxes));
}

/** Half a surrogate pair has no glyph, so it's shown as text. */
function visible(part: string): Node {
	const shown = document.createDocumentFragment();
	for (const character of part) {
		const unit = character.charCodeAt(0);
		const isHalf = character.length === 1 && unit >= 0xd800 && unit <= 0xdfff;
		if (isHalf) {
			const half = create('span', { class: 'half', title: 'half of an emoji' });
			half.textContent = `\\u${unit.toString(16)}`;
			shown.append(half);
		} else {
			shown.append(character);
		}
	}
	return shown;
}
