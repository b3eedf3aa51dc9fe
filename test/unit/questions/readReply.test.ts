import { readReply, type Expectation } from '../../../nodes/VonageSms/questions/reply';

const approval: Expectation = {
	responseType: 'approval',
	words: { yes: [], no: [] },
	code: null,
};

function approved(text: string, expectation = approval): boolean | null {
	const read = readReply(text, expectation);
	return read.kind === 'answer' ? read.approved : null;
}

describe('a reply to yes or no', () => {
	it.each([
		...[
			'yes',
			'YES',
			'Yes!',
			' yes. ',
			'Yes please',
			'y',
			'Y',
			'ok',
			'OK.',
			'Okay, ship it',
			'Sure thing',
		],
		...['go ahead', 'Approved', 'I agree', 'No problem', 'no problem at all', 'sounds good'],
		...['Sí', 'si', 'Sí, por favor', 'Claro', 'De acuerdo', 'Vale', 'No hay problema', 'está bien'],
		...['Oui', "D'accord", 'd’accord', 'Bien sûr', 'Pas de problème', "J'accepte", 'vas-y'],
		...['Ja', 'Ja, bitte', 'Natürlich', 'Kein Problem', 'In Ordnung', 'genehmigt', 'Bestätigt'],
		...['Sim', 'Com certeza', 'Aceito', 'Não há problema', 'está bem', 'Pode sim'],
		...['Sì', 'Va bene', "D'accordo", 'Approvo', 'nessun problema', 'Certo'],
		...['👍', '👍🏽', '✅', '✔️', '+1', '𝗬𝗘𝗦', 'ｙｅｓ', 'yes\u200b', 'Liked “May I ship it?”'],
	])('%s is a yes', (text) => expect(approved(text)).toBe(true));

	it.each([
		...[
			'no',
			'No.',
			'NO',
			'n',
			'Nope',
			'no way',
			'No thanks',
			'not approved',
			"don't",
			'Don’t do it',
			'I do not agree',
		],
		...['do not ship', 'declined', 'I refuse', 'No, because of the price', 'no, make it blue'],
		...['No, gracias', 'Nunca', 'No acepto', 'rechazado', 'No estoy de acuerdo'],
		...['Non', 'Non merci', "Pas d'accord", 'Jamais', 'Je refuse', "Je n'accepte pas"],
		...['Nein', 'Nein, danke', 'Auf keinen Fall', 'abgelehnt', 'Nicht genehmigt', 'nee'],
		...['Não', 'nao', 'Não, obrigado', 'Não aceito', 'recuso'],
		...['No, grazie', 'Mai', 'Non accetto', "Non sono d'accordo", 'rifiuto'],
		...['👎', '👎🏿', '❌', '-1', 'Disliked “May I ship it?”'],
	])('%s is a no', (text) => expect(approved(text)).toBe(false));

	it.each([
		...[
			'',
			'maybe',
			'hm, what do you mean?',
			'yes or no?',
			'ok?',
			'yes no',
			'no, yes',
			'yes... no wait',
		],
		...[
			'Is it ok',
			'later',
			'I said yes',
			'12',
			'?',
			'yesterday',
			'nothing',
			'okra',
			'nobody',
			'not yet',
		],
		...['👍👎', 'sind wir', 'siehe oben', 'nonsense'],
	])('%s is neither', (text) => expect(approved(text)).toBeNull());

	it('counts only the words set in the node', () => {
		const pirate = { ...approval, words: { yes: ['Aye', 'aye aye'], no: ['belay that'] } };
		expect(
			['aye aye, captain', 'Belay that!', 'yes', 'no'].map((text) => approved(text, pirate)),
		).toEqual([true, false, null, null]);
	});

	it("gives the person's own words if they say more than yes or no", () => {
		const feedback = (text: string) => {
			const read = readReply(text, approval);
			return read.kind === 'answer' ? read.feedback : undefined;
		};
		expect(feedback('No!')).toBeNull();
		expect(feedback('no thanks')).toBeNull();
		expect(feedback('No, make it blue')).toBe('No, make it blue');
	});
});

describe('a reply in free text', () => {
	const freeText: Expectation = { ...approval, responseType: 'freeText' };

	it('is the answer as typed', () => {
		expect(readReply('  Two pumps,\nplease ', freeText)).toEqual({
			kind: 'answer',
			text: '  Two pumps,\nplease ',
			approved: null,
			feedback: '  Two pumps,\nplease ',
		});
	});

	it.each([null, '', '  \n'])('is null if there is no text (%j)', (text) => {
		expect(readReply(text, freeText)).toEqual({ kind: 'noAnswer' });
	});
});

describe('a reply with missing parts', () => {
	it.each(['[…]yes, thanks', 'Yes[…]', '[…]no'])('is neither yes nor no: %s', (text) => {
		expect(readReply(text, approval, false)).toEqual({ kind: 'unclear', text });
	});
});

describe('a long reply', () => {
	it('is read in one pass', () => {
		const start = performance.now();
		const reading = readReply(`yes ${'a '.repeat(200_000)}`, approval);
		expect(reading).toMatchObject({ kind: 'answer', approved: true });
		// Less than a second. It is a minute if every word looks at all that follow.
		expect(performance.now() - start).toBeLessThan(15_000);
	});
});

describe('a reply with a code', () => {
	const withCode: Expectation = { ...approval, code: '4821' };

	it.each(['YES 4821', '4821 yes', 'yes, 4821.', 'Yes４８２１', 'YES\n4821'])(
		'%s approves',
		(text) => {
			expect(readReply(text, withCode)).toMatchObject({ kind: 'answer', approved: true });
		},
	);

	it.each(['YES', 'YES 4822', 'YES 48211', 'YES 14821', 'YES 482', 'YES 48 21'])(
		'%s lacks the code',
		(text) => {
			expect(readReply(text, withCode)).toEqual({ kind: 'wrongCode' });
		},
	);

	it('is read without its code', () => {
		const freeText: Expectation = { ...withCode, responseType: 'freeText' };
		expect(readReply('Paint it 4821 blue', freeText)).toMatchObject({ text: 'Paint it blue' });
	});
});
