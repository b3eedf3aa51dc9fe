/** Everything this package keeps in PostgreSQL stands in a schema of its own. */
export const SCHEMA = 'n8n_vonage_sms';

/** Channel of LISTEN and NOTIFY; the payload is the scope in which something became due. */
export const CHANNEL = 'n8n_vonage_sms_due';
