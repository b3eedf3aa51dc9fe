import { quietUntil, type QuietHours } from '../../../nodes/VonageSms/actions/sending/quietHours';

const NIGHT: QuietHours = {
	from: 21 * 60,
	to: 8 * 60,
	timeZone: 'Europe/Berlin',
	fallbackZone: 'America/New_York',
	action: 'skip',
};

const until = (at: string, changes: Partial<QuietHours> = {}, to = '4915123456789') =>
	quietUntil({ ...NIGHT, ...changes }, to, Date.parse(at))?.toISOString() ?? null;

test.each([
	['2026-01-10T19:59:59Z', null],
	['2026-01-10T20:00:00Z', '2026-01-11T07:00:00.000Z'],
	['2026-01-11T03:30:30Z', '2026-01-11T07:00:00.000Z'],
	['2026-01-11T06:59:59Z', '2026-01-11T07:00:00.000Z'],
	['2026-01-11T07:00:00Z', null],
])('hours over midnight: at %s it is quiet until %s', (at, end) => {
	expect(until(at)).toBe(end);
});

test('hours within a day', () => {
	const noon = { from: 12 * 60, to: 13 * 60 + 30 };
	expect(until('2026-01-10T11:15:00Z', noon)).toBe('2026-01-10T12:30:00.000Z');
	expect(until('2026-01-10T12:30:00Z', noon)).toBeNull();
});

test('the night in which the clock goes forward is an hour shorter', () => {
	expect(until('2026-03-28T22:00:00Z')).toBe('2026-03-29T06:00:00.000Z');
});

test("the recipient's country decides if all of it has the same time", () => {
	const recipient = { timeZone: null };
	// 21:30 in London, 16:30 in New York.
	expect(until('2026-01-10T21:30:00Z', recipient, '447911123456')).toBe('2026-01-11T08:00:00.000Z');
	// Germany has two zones with the same time.
	expect(until('2026-01-10T20:30:00Z', recipient)).toBe('2026-01-11T07:00:00.000Z');
});

test("for a country with several times, the workflow's time zone applies", () => {
	// 21:30 in New York, 18:30 in Los Angeles.
	const recipient = { timeZone: null };
	expect(until('2026-01-11T02:30:00Z', recipient, '14155552671')).toBe('2026-01-11T13:00:00.000Z');
});

test('equal times mean no quiet hours', () => {
	expect(until('2026-01-10T22:00:00Z', { from: 0, to: 0 })).toBeNull();
});
