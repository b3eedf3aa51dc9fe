export type { Database, Row, Transaction, TransactionOptions, Value, Values } from './types';
export { StoreUnavailable } from './errors';
export { openPostgresDatabase } from './postgres/postgresDatabase';
export { openSqliteDatabase } from './sqlite/sqliteDatabase';
