import { createHash } from 'node:crypto';
import { CREDENTIAL, baseUrl, type VonageContext } from './client';

/** A name for the account of the credential that is the same in every process and gives nothing away. */
export async function accountName(context: VonageContext): Promise<string> {
	const { apiKey } = await context.getCredentials<{ apiKey: string }>(CREDENTIAL);
	const account = `${await baseUrl(context, 'rest')} ${apiKey}`;
	return createHash('sha256').update(account).digest('hex').slice(0, 16);
}
