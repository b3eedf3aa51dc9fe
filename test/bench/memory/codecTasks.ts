import { createHmac } from 'node:crypto';
import { AlgorithmTypes, Auth } from '@vonage/auth';
import { SMS } from '@vonage/sms';
import { utils } from 'node-pdu';
import { alphabets, UDH } from 'sms-3gpp';
import { SegmentedMessage } from 'sms-segments-calculator';
import { encodings } from 'smpp';
import { split } from 'split-sms';
import {
	countSegments,
	decodeGsm7,
	decodePayload,
	decodeUcs2,
	parseUdh,
} from '../../../nodes/VonageSms/codec';
import { coveredBySignature } from '../../../nodes/VonageSms/inbound/signature';
import { encodeGsm7 } from '../../gsm7Encode';
import { METHOD, SECRET, singleSms } from '../traffic';
import type { Contender } from './rounds';

export interface Task {
	name: string;
	expected: unknown;
	floor: (() => unknown) | null;
	ours: () => unknown;
	others: Array<Contender<unknown>>;
}

const { Helper } = utils;

const plainText = 'Send an MT SMS that contains region specific chars such as Danish øå. '
	.repeat(3)
	.slice(0, 160);
const packedHex = Buffer.from(encodeGsm7(plainText, { packed: true })!).toString('hex');

const unicodeText = 'Так говорят: «утро вечера мудренее» 😁 '.repeat(2).slice(0, 67);
const ucs2Hex = toUcs2Hex(unicodeText);

const udhHex = '0b00032a020105040b8423f0';

const longText = 'Так говорят: «утро вечера мудренее» 😁 '.repeat(6).slice(0, 180);
const longHex = toUcs2Hex(longText);
const ucs2Parts = [1, 2, 3].map((part) => ({
	udh: `0500032a030${part}`,
	data: longHex.slice(268 * (part - 1), 268 * part),
}));

const segmentText = 'Hello, this text is GSM-7 throughout; '.repeat(8).slice(0, 300);
const segmentUnicode = 'Привет! '.repeat(50).slice(0, 300);

function toUcs2Hex(text: string): string {
	return Buffer.from(text, 'utf16le').swap16().toString('hex');
}

function octets(hex: string): Buffer {
	return Buffer.from(hex, 'hex');
}

function joined(decode: (part: Buffer) => string): string {
	return decode(Buffer.concat(ucs2Parts.map(({ data }) => octets(data))));
}

/** What unpacking leads to, for the floor's conversion of 160 characters. */
const latin1 = Buffer.from(plainText, 'latin1');

const { sig, ...signedRecord } = singleSms('signature');
const signedText = JSON.stringify(signedRecord);
const sdk = new SMS(new Auth({ apiKey: 'abcd1234', apiSecret: 'unused' }));

/** Each with one right answer, known beforehand. */
export const TASKS: Task[] = [
	{
		name: 'GSM-7 packed, 160 septets',
		expected: plainText,
		floor: () => {
			octets(packedHex);
			return latin1.toString('latin1');
		},
		ours: () => decodeGsm7(octets(packedHex), { packed: true, septets: 160 }),
		others: [
			{ name: 'sms-3gpp', run: () => alphabets.gsm7bit.decode(octets(packedHex)) },
			{ name: 'node-pdu', run: () => Helper.decode7Bit(packedHex, 160) },
		],
	},
	{
		name: 'UCS-2, 134 octets',
		expected: unicodeText,
		floor: () => octets(ucs2Hex).swap16().toString('utf16le'),
		ours: () => decodeUcs2(octets(ucs2Hex)),
		others: [
			{ name: 'sms-3gpp', run: () => alphabets.ucs2.decode(octets(ucs2Hex)) },
			{ name: 'smpp', run: () => encodings.UCS2.decode(octets(ucs2Hex)) },
			{ name: 'node-pdu', run: () => Helper.decode16Bit(ucs2Hex) },
		],
	},
	{
		name: 'UDH, concatenation and ports',
		expected: [42, 2, 1, 2948, 9200],
		floor: () => octets(udhHex),
		ours: () => {
			const { concat, ports } = parseUdh(udhHex);
			return [concat?.ref, concat?.total, concat?.part, ports?.dest, ports?.src];
		},
		others: [
			{
				name: 'sms-3gpp',
				run: () => {
					const { sms, port } = UDH.decode(octets(udhHex));
					return [sms?.ref, sms?.total, sms?.seq, port?.dst, port?.src];
				},
			},
		],
	},
	{
		name: 'Three-part UCS-2 message, hex to text',
		expected: longText,
		floor: () => {
			for (const { udh } of ucs2Parts) octets(udh);
			return octets(ucs2Parts.map(({ data }) => data).join(''))
				.swap16()
				.toString('utf16le');
		},
		ours: () => decodePayload(ucs2Parts, 'ucs2').text,
		others: [
			{
				name: 'sms-3gpp',
				run: () => {
					for (const { udh } of ucs2Parts) UDH.decode(octets(udh));
					return joined((part) => alphabets.ucs2.decode(part));
				},
			},
			{ name: 'smpp', run: () => joined((part) => encodings.UCS2.decode(part)) },
			{
				name: 'node-pdu',
				run: () => ucs2Parts.map(({ data }) => Helper.decode16Bit(data)).join(''),
			},
		],
	},
	{
		name: 'Segments of 300 GSM-7 characters',
		expected: ['GSM-7', 2],
		floor: null,
		ours: () => segmentsOf(segmentText),
		others: segmentCounters(segmentText),
	},
	{
		name: 'Segments of 300 Unicode characters',
		expected: ['UCS-2', 5],
		floor: null,
		ours: () => segmentsOf(segmentUnicode),
		others: segmentCounters(segmentUnicode),
	},
	{
		name: 'SHA-256 signature of an SMS',
		expected: true,
		floor: () => createHmac(METHOD, SECRET).update(signedText).digest('hex'),
		ours: () => coveredBySignature(signedRecord, sig!, SECRET, METHOD) !== null,
		others: [
			{
				name: '@vonage/sms',
				run: () => sdk.verifySignature(sig!, signedRecord, SECRET, AlgorithmTypes.sha256hmac),
			},
		],
	},
];

function segmentsOf(text: string): [string, number] {
	const { encoding, segments } = countSegments(text);
	return [encoding, segments];
}

function segmentCounters(text: string): Array<Contender<unknown>> {
	return [
		{
			name: 'split-sms',
			run: () => {
				const { characterSet, parts } = split(text);
				return [characterSet === 'GSM' ? 'GSM-7' : 'UCS-2', parts.length];
			},
		},
		{
			name: 'sms-segments-calculator',
			run: () => {
				const message = new SegmentedMessage(text);
				return [message.encodingName, message.segmentsCount];
			},
		},
	];
}
