/**
 * What people text for yes and for no, by language: English, Spanish, French, German, Portuguese, Italian. Without
 * accents and in lower case, because replies are compared that way. A longer phrase wins over a shorter one, so
 * "no problem" is a yes although "no" is a no.
 */
const yes: Record<string, string[]> = {
	english: [
		...['yes', 'y', 'yeah', 'yep', 'yup', 'ye', 'yea', 'yes please', 'ok', 'okay', 'okey'],
		...['sure', 'sure thing', 'of course', 'absolutely', 'definitely', 'certainly', 'affirmative'],
		...['approve', 'approved', 'i approve', 'accept', 'accepted', 'i accept', 'agree', 'agreed'],
		...['i agree', 'confirm', 'confirmed', 'i confirm', 'correct', 'right', 'go ahead'],
		...['go for it', 'do it', 'please do', 'proceed', 'fine', 'fine by me', 'sounds good', 'allow'],
		...['all right', 'alright', 'no problem', 'no worries', 'no objection', 'no objections'],
		...['liked', 'loved', 'why not', 'lgtm', 'looks good', 'allowed'],
	],
	spanish: [
		...['si', 's', 'si por favor', 'claro', 'claro que si', 'por supuesto', 'de acuerdo', 'vale'],
		...['dale', 'adelante', 'apruebo', 'aprobado', 'aprobada', 'acepto', 'aceptado', 'aceptada'],
		...['confirmo', 'confirmado', 'confirmada', 'correcto', 'bueno', 'hazlo', 'perfecto', 'listo'],
		...['no hay problema', 'sin problema', 'esta bien'],
	],
	french: [
		...['oui', 'ouais', 'oui merci', "d'accord", 'daccord', 'bien sur', 'certainement', 'entendu'],
		...["j'accepte", 'accepte', 'acceptee', "j'approuve", 'approuve', 'approuvee', 'je confirme'],
		...['confirme', 'confirmee', 'vas-y', 'vas y', 'allez-y', 'allez y', 'parfait', "c'est bon"],
		...['pas de probleme', 'pas de souci', 'ca marche', 'volontiers'],
	],
	german: [
		...['ja', 'j', 'jo', 'jep', 'jawohl', 'ja bitte', 'klar', 'na klar', 'sicher', 'naturlich'],
		...['einverstanden', 'genehmigt', 'genehmige', 'freigegeben', 'freigabe', 'bestatigt'],
		...[
			'bestatige',
			'akzeptiert',
			'akzeptiere',
			'passt',
			'gerne',
			'gern',
			'mach das',
			'machen sie',
		],
		...['in ordnung', 'alles klar', 'kein problem', 'zugestimmt', 'stimmt', 'richtig'],
	],
	portuguese: [
		...['sim', 'sim por favor', 'claro', 'claro que sim', 'com certeza', 'certo', 'concordo'],
		...['de acordo', 'aprovo', 'aprovado', 'aprovada', 'aceito', 'aceite', 'aceita', 'confirmo'],
		...[
			'confirmado',
			'confirmada',
			'pode',
			'pode ser',
			'pode sim',
			'beleza',
			'tudo bem',
			'esta bem',
		],
		...['sem problema', 'sem problemas', 'nao ha problema', 'isso'],
	],
	italian: [
		...['si', 'si grazie', 'certo', 'certamente', 'va bene', "d'accordo", 'daccordo', 'perfetto'],
		...['approvo', 'approvato', 'approvata', 'accetto', 'accettato', 'accettata', 'confermo'],
		...[
			'confermato',
			'confermata',
			'procedi',
			'proceda',
			'procedete',
			'nessun problema',
			'corretto',
		],
		...['non ce problema', "non c'e problema", 'senza problemi'],
	],
	signs: ['👍', '✅', '👌', '✔', '☑', '🆗', '+1'],
};

const no: Record<string, string[]> = {
	english: [
		...['no', 'n', 'nope', 'nah', 'no thanks', 'no thank you', 'no way', 'never', 'negative'],
		...['decline', 'declined', 'i decline', 'reject', 'rejected', 'i reject', 'refuse', 'refused'],
		...['i refuse', 'deny', 'denied', 'disapprove', 'disapproved', 'disagree', 'i disagree'],
		...['not approved', 'not ok', 'not okay', 'not agreed', 'not now', "don't", 'dont', 'do not'],
		...["please don't", 'please dont', 'please do not', 'wrong', 'incorrect', 'disliked', 'abort'],
		...["don't do it", 'dont do it', 'do not do it', "don't approve", 'do not approve'],
		...["don't go ahead", 'do not go ahead', "don't proceed", 'do not proceed', 'do not agree'],
		...["i don't agree", 'i do not agree', "i don't approve", 'i do not approve', 'no go'],
	],
	spanish: [
		...['no gracias', 'nunca', 'de ninguna manera', 'rechazo', 'rechazado', 'rechazada', 'niego'],
		...['denegado', 'denegada', 'desapruebo', 'no apruebo', 'no acepto', 'no confirmo', 'no vale'],
		...['no de acuerdo', 'no estoy de acuerdo', 'incorrecto', 'negativo', 'jamas'],
	],
	french: [
		...['non', 'non merci', 'jamais', 'pas question', 'hors de question', 'je refuse', 'refuse'],
		...['refusee', 'rejete', 'rejetee', 'je rejette', "pas d'accord", 'pas daccord', 'surtout pas'],
		...["je n'accepte pas", "je n'approuve pas", 'negatif'],
	],
	german: [
		...['nein', 'nee', 'ne', 'no', 'nein danke', 'niemals', 'auf keinen fall', 'abgelehnt'],
		...['lehne ab', 'ich lehne ab', 'ablehnen', 'abgewiesen', 'verweigert', 'nicht genehmigt'],
		...[
			'nicht einverstanden',
			'nicht freigegeben',
			'nicht ok',
			'kein ok',
			'falsch',
			'lieber nicht',
		],
	],
	portuguese: [
		...['nao', 'nao obrigado', 'nao obrigada', 'nunca', 'de jeito nenhum', 'rejeito', 'rejeitado'],
		...['rejeitada', 'recuso', 'recusado', 'recusada', 'nego', 'negado', 'negada', 'nao aprovo'],
		...['nao aceito', 'nao aprovado', 'nao aprovada', 'nao concordo', 'discordo', 'errado'],
	],
	italian: [
		...['no grazie', 'mai', 'assolutamente no', 'rifiuto', 'rifiutato', 'rifiutata', 'respingo'],
		...['respinto', 'respinta', 'non approvo', 'non accetto', 'non approvato', 'non approvata'],
		...['non confermo', 'sbagliato', 'non sono daccordo', "non sono d'accordo", 'nego'],
	],
	signs: ['👎', '❌', '🚫', '⛔', '✖', '-1'],
};

/** Replies that count as yes unless the node has others. */
export const defaultYesWords: readonly string[] = unique(yes);

/** Replies that count as no unless the node has others. */
export const defaultNoWords: readonly string[] = unique(no);

function unique(byLanguage: Record<string, string[]>): string[] {
	return [...new Set(Object.values(byLanguage).flat())];
}
