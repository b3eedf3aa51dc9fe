import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The keywords of JSON Schema that the files under __schema__ use. */
export interface Schema {
	type?: string | string[];
	enum?: unknown[];
	properties?: Record<string, Schema>;
	required?: string[];
	additionalProperties?: false;
	items?: Schema;
	if?: Schema;
	then?: Schema;
	else?: Schema;
}

export function loadSchema(file: string): Schema {
	const path = join(__dirname, '../../../nodes/VonageSms/__schema__', file);
	return JSON.parse(readFileSync(path, 'utf8')) as Schema;
}

/** Where a value breaks its schema, one line each. */
export function violations(schema: Schema, value: unknown, at = 'item'): string[] {
	const found: string[] = [];
	if (schema.type && ![schema.type].flat().some((type) => isOfType(type, value))) {
		found.push(`${at} is not of type ${[schema.type].flat().join(' or ')}`);
	}
	if (schema.enum && !schema.enum.includes(value)) found.push(`${at} is not one of its values`);
	if (Array.isArray(value)) {
		const { items } = schema;
		if (items) {
			found.push(...value.flatMap((entry, index) => violations(items, entry, `${at}[${index}]`)));
		}
	} else if (typeof value === 'object' && value !== null) {
		found.push(...keyViolations(schema, value, at));
	}
	if (schema.if) {
		const branch = violations(schema.if, value).length === 0 ? schema.then : schema.else;
		if (branch) found.push(...violations(branch, value, at));
	}
	return found;
}

function keyViolations(schema: Schema, value: object, at: string): string[] {
	const properties = schema.properties ?? {};
	const missing = (schema.required ?? []).filter((key) => !(key in value));
	const found = missing.map((key) => `${at}.${key} is missing`);
	for (const [key, entry] of Object.entries(value)) {
		const property = properties[key];
		if (property) found.push(...violations(property, entry, `${at}.${key}`));
		else if (schema.additionalProperties === false) found.push(`${at}.${key} is unknown`);
	}
	return found;
}

function isOfType(type: string, value: unknown): boolean {
	switch (type) {
		case 'null':
			return value === null;
		case 'array':
			return Array.isArray(value);
		case 'object':
			return typeof value === 'object' && value !== null && !Array.isArray(value);
		case 'integer':
			return Number.isInteger(value);
		default:
			return typeof value === type;
	}
}
