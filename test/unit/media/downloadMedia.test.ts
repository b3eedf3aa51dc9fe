import { Readable } from 'node:stream';
import type { MediaLink } from '../../../nodes/VonageSms/inbound/types';
import { downloadMedia, type MediaSource } from '../../../nodes/VonageSms/media';

const MEDIA = 'https://api-us.nexmo.com/v3/media/';

const linkTo = (url: string, changes: Partial<MediaLink> = {}): MediaLink => ({
	type: 'image',
	url,
	name: null,
	caption: null,
	...changes,
});

interface Reply {
	status?: number;
	headers?: Record<string, string>;
	body?: Iterable<string | Buffer> | Readable;
}

/** A media server with responses by URL and token, and a list of requested URLs. */
function serving(answers: (url: string, token: string | null) => Reply | Error, token?: string) {
	const requested: string[] = [];
	const closed: string[] = [];
	const source: MediaSource = {
		apiUrl: 'http://127.0.0.1:9999',
		token: async () => token ?? null,
		get: async (url, headers) => {
			requested.push(url);
			const answer = answers(url, headers.Authorization ?? null);
			if (answer instanceof Error) throw answer;
			const { body: content = ['bytes'] } = answer;
			const body =
				content instanceof Readable ? content : Readable.from(content, { objectMode: false });
			body.on('error', () => undefined);
			return {
				status: answer.status ?? 200,
				headers: { 'content-type': 'image/png', ...answer.headers },
				body,
				close: () => {
					closed.push(url);
					body.destroy();
				},
			};
		},
	};
	return { source, requested, closed };
}

test('a file comes with its type and its name', async () => {
	const { source } = serving(() => ({ headers: { 'content-type': 'Image/JPEG; charset=x' } }));
	const links = [
		linkTo(`${MEDIA}1`, { name: 'dog.jpg' }),
		linkTo(`${MEDIA}cat.jpeg`),
		linkTo(`${MEDIA}3f0c`),
	];
	const results = await downloadMedia(links, source);
	expect(results).toEqual(
		['dog.jpg', 'cat.jpeg', 'image2.jpg'].map((fileName) => ({
			file: { bytes: Buffer.from('bytes'), mimeType: 'image/jpeg', fileName },
		})),
	);
});

test.each([
	'http://api-us.nexmo.com/v3/media/1',
	'https://nexmo.com.example.com/1',
	'https://evilnexmo.com/1',
	'https://user:password@api.nexmo.com/1',
	'https://169.254.169.254/latest',
	'http://127.0.0.1:9998/1',
	'http://localhost:9999/1',
	'file:///etc/passwd',
	'no address',
])('no request goes to %s', async (url) => {
	const { source, requested } = serving(() => ({}));
	const [result] = await downloadMedia([linkTo(url)], source);
	expect(result).toEqual({
		error: "Not downloaded: the URL doesn't point to a Vonage host",
	});
	expect(requested).toEqual([]);
});

test.each(['https://api.nexmo.com/1', 'https://media.vonage.com/1', 'http://127.0.0.1:9999/1'])(
	'%s is downloaded',
	async (url) => {
		const { source } = serving(() => ({}));
		expect(await downloadMedia([linkTo(url)], source)).toEqual([{ file: expect.anything() }]);
	},
);

test('a redirect within Vonage is followed, one to another host is not', async () => {
	const { source, requested } = serving((url) => {
		if (url.endsWith('/inside')) return { status: 302, headers: { location: '/there' } };
		if (url.endsWith('/outside')) {
			return { status: 302, headers: { location: 'https://example.com/' } };
		}
		return {};
	});
	const links = [linkTo(`${MEDIA}inside`), linkTo(`${MEDIA}outside`)];
	expect(await downloadMedia(links, source)).toEqual([
		{ file: expect.anything() },
		{ error: "Not downloaded: Vonage redirected to a host that isn't its own" },
	]);
	expect(requested.some((url) => url.includes('example.com'))).toBe(false);
});

test('a redirect loop ends', async () => {
	const { source, requested } = serving(() => ({ status: 302, headers: { location: '/again' } }));
	const [result] = await downloadMedia([linkTo(`${MEDIA}1`)], source);
	expect(result).toEqual({ error: 'Not downloaded: too many redirects' });
	expect(requested.length).toBeLessThan(6);
});

test('the token goes only to a server that asks for one', async () => {
	const tokens: Array<string | null> = [];
	const { source } = serving((url, token) => {
		tokens.push(token);
		return url.endsWith('secure') && token === null ? { status: 401 } : {};
	}, 'the-token');
	const links = [linkTo(`${MEDIA}open`), linkTo(`${MEDIA}secure`)];
	expect(await downloadMedia(links, source)).toEqual(Array(2).fill({ file: expect.anything() }));
	expect(tokens.filter((token) => token !== null)).toEqual(['Bearer the-token']);
});

test.each([
	[401, /^Vonage refused the download \(HTTP 401\)\. If 'Secure Inbound Media' is turned on/],
	[404, /^The file no longer exists \(HTTP 404\)\. Vonage keeps files for 48 hours$/],
	[500, /^Vonage answered with HTTP 500$/],
])('HTTP %i becomes the error of the attachment', async (status, error) => {
	const { source, closed } = serving(() => ({ status }));
	const [result] = await downloadMedia([linkTo(`${MEDIA}1`)], source);
	expect(result).toEqual({ error: expect.stringMatching(error) });
	expect(closed).toHaveLength(1);
});

test('a file of 5 MB is downloaded, but a larger one is not, whether or not its size is announced', async () => {
	const megabyte = Buffer.alloc(1024 * 1024);
	const { source } = serving((url) => {
		const body = Array(url.endsWith('5') ? 5 : 6).fill(megabyte);
		const headers = { 'content-length': String(6 * megabyte.length) };
		return url.endsWith('announced') ? { headers } : { body };
	});
	const links = ['5', '6', 'announced'].map((name) => linkTo(MEDIA + name));
	expect(await downloadMedia(links, source)).toEqual([
		{ file: expect.anything() },
		{ error: 'The file is larger than 5 MB' },
		{ error: 'The file is larger than 5 MB' },
	]);
});

test('a file that ends early is discarded', async () => {
	const { source } = serving(() => ({ headers: { 'content-length': '100' } }));
	const [result] = await downloadMedia([linkTo(`${MEDIA}1`)], source);
	expect(result).toEqual({ error: 'The connection ended before the file was complete' });
});

test('the eleventh attachment is not requested', async () => {
	const { source, requested } = serving(() => ({}));
	const links = Array.from({ length: 11 }, (_, index) => linkTo(`${MEDIA}${index}`));
	const results = await downloadMedia(links, source);
	expect(results.at(-1)).toEqual({
		error: 'Not downloaded: only the first 10 attachments of a message are downloaded',
	});
	expect(requested).toHaveLength(10);
});

test('an error does not contain the link, which is as sensitive as a password', async () => {
	const { source } = serving((url) => new Error(`connect ECONNREFUSED ${url}`));
	const [result] = await downloadMedia([linkTo(`${MEDIA}secret`)], source);
	expect(result).toEqual({ error: 'The connection to the media server failed' });
});

/** Sends a few bytes and nothing else. */
function stalling(): Readable {
	const body = new Readable({ read: () => undefined });
	body.push('first bytes');
	return body;
}

test('a download ends after 15 seconds if the server stops sending', async () => {
	jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
	const { source } = serving(() => ({
		body: stalling(),
	}));
	const waiting = downloadMedia([linkTo(`${MEDIA}1`)], source);
	await jest.advanceTimersByTimeAsync(15_000);
	jest.useRealTimers();
	expect(await waiting).toEqual([{ error: 'The download took longer than 15 seconds' }]);
});
