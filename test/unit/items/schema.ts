import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';

/** The parts of the __schema__ files that tests use. ajv reads all of them. */
export interface Schema {
	properties?: Record<string, Schema>;
	then?: Schema;
	else?: Schema;
}

export function loadSchema(file: string): Schema {
	const path = join(__dirname, '../../../nodes/VonageSms/__schema__', file);
	return JSON.parse(readFileSync(path, 'utf8')) as Schema;
}

/** The places where a value violates the schema, one per line. */
export function violations(schema: Schema, value: unknown): string[] {
	// `version` is n8n's own keyword.
	const validate = new Ajv({ allErrors: true, allowUnionTypes: true })
		.addVocabulary(['version'])
		.compile(schema);
	validate(value);
	return (validate.errors ?? []).map(
		({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
	);
}
