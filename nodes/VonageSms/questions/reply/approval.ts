import { defaultNoWords, defaultYesWords } from './words';

/** The words of one question; empty lists mean the defaults. */
export interface ApprovalWords {
	yes: readonly string[];
	no: readonly string[];
}

export interface Approval {
	/** Null for a reply that is neither a clear yes nor a clear no. */
	approved: boolean | null;
	/** Whether the reply says more than the word for yes or no. */
	explains: boolean;
}

/**
 * Whether a reply says yes or no. It has to begin with one of the words or phrases; the longest that fits decides.
 * A reply that goes on with a word of the other side ("yes, no, wait") and a question ("ok?") are neither: asking
 * once more costs one SMS, a wrong approval may cost more.
 */
export function readApproval(text: string, words: ApprovalWords): Approval {
	const tokens = tokensOf(text);
	const yes = phrasesOf(words.yes, defaultYesWords);
	const no = phrasesOf(words.no, defaultNoWords);
	const saysYes = leadingLength(tokens, yes);
	const saysNo = leadingLength(tokens, no);
	const length = Math.max(saysYes, saysNo);
	const explains = tokens.length > length;
	if (saysYes === saysNo || /\?\s*$/.test(text.normalize('NFKC')))
		return { approved: null, explains };
	const approved = saysYes > saysNo;
	const contradicts = contains(tokens.slice(length), approved ? no : yes, approved ? yes : no);
	return { approved: contradicts ? null : approved, explains };
}

/** The words in an editor field, separated by commas, semicolons or line breaks. */
export function listWords(list: string): string[] {
	return list
		.split(/[,;\n]/)
		.map((word) => word.trim())
		.filter((word) => word !== '');
}

type Phrases = ReadonlyMap<string, string[]>;

const known = new WeakMap<readonly string[], Phrases>();

function phrasesOf(words: readonly string[], otherwise: readonly string[]): Phrases {
	const list = words.length > 0 ? words : otherwise;
	let phrases = known.get(list);
	if (!phrases) {
		phrases = new Map(
			list
				.map((word) => tokensOf(word))
				.flatMap((each) => (each.length > 0 ? [[each.join(' '), each]] : [])),
		);
		known.set(list, phrases);
	}
	return phrases;
}

/** How many tokens the longest phrase has that the tokens have at this place; 0 for none. */
function leadingLength(tokens: string[], phrases: Phrases, at = 0): number {
	for (let length = Math.min(tokens.length - at, LONGEST_PHRASE); length > 0; length -= 1) {
		if (phrases.has(tokens.slice(at, at + length).join(' '))) return length;
	}
	return 0;
}

/** Whether a phrase begins anywhere, read from left to right; phrases of the same side cover what they contain. */
function contains(tokens: string[], phrases: Phrases, others: Phrases): boolean {
	for (let at = 0; at < tokens.length;) {
		const found = leadingLength(tokens, phrases, at);
		const other = leadingLength(tokens, others, at);
		if (found > other && SINGLE_LETTER.test(tokens[at] ?? '') === false) return true;
		at += Math.max(other, 1);
	}
	return false;
}

const LONGEST_PHRASE = 6;
/** Initials count as a whole reply; inside a sentence they are articles, prepositions and typing errors. */
const SINGLE_LETTER = /^[a-z]$/;

/** Words in lower case, without accents and punctuation; signs such as 👍 are words of their own, without skin tone. */
function tokensOf(text: string): string[] {
	const plain = text
		.normalize('NFKD')
		.replace(/[\u0300-\u036f\u200b-\u200d\u2060\ufe0e\ufe0f\ufeff]|\p{Emoji_Modifier}/gu, '')
		.replace(/[\u2018\u2019\u02bc`´]/g, "'")
		.toLowerCase();
	return plain.match(TOKEN) ?? [];
}

const TOKEN = /[+-]1(?!\d)|[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*|\p{Extended_Pictographic}/gu;
