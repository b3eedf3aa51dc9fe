/** Everything that this package keeps in PostgreSQL is in a schema of its own. */
export const SCHEMA = 'n8n_vonage_sms';

/** Channel of LISTEN and NOTIFY; the payload is the topic. */
export const CHANNEL = 'n8n_vonage_sms_due';
