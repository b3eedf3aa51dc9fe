/**
 * The 128 positions of a main alphabet, sixteen a row, U+FFFD where the specification defines none.
 * Position 1B is the escape to the single shift table and contains U+001B.
 */
export type LockingTable = readonly string[];

/** What follows an escape: code to character. Codes left out mean the main alphabet's character (TS 23.038 6.2.1.1). */
export type SingleShiftTable = Readonly<Record<number, string>>;

export interface NationalLanguage {
	/** National Language Identifier (TS 23.038 6.2.1.2.4), as information elements 24 and 25 carry it. */
	identifier: number;
	name: string;
	/** Null where the language has only a single shift table. */
	locking: LockingTable | null;
	singleShift: SingleShiftTable;
}
