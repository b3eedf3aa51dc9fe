import { hash } from 'node:crypto';

/** A statement as PostgreSQL reads it. */
export interface Statement {
	/** Short name under which a connection keeps it prepared. */
	name: string;
	/** With `$1`, `$2` … for its parameters. */
	text: string;
	/** Names of the parameters, in their order. */
	parameters: string[];
}

const known = new Map<string, Statement>();

/** Turns `:name` into `$1`, and a comment with a locking clause into the clause. */
export function statementOf(sql: string): Statement {
	const translated = known.get(sql);
	if (translated) return translated;

	const parameters: string[] = [];
	const text = sql
		.replace(/\/\*\s*(FOR UPDATE[^*]*?)\s*\*\//g, '$1')
		// Two colons are a cast.
		.replace(/(?<!:):([a-z]\w*)/gi, (_, name: string) => {
			if (!parameters.includes(name)) parameters.push(name);
			return `$${parameters.indexOf(name) + 1}`;
		});
	const statement = { name: hash('sha256', text, 'base64url').slice(0, 20), text, parameters };
	known.set(sql, statement);
	return statement;
}
