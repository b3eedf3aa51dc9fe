import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { MediaLink } from '../../../nodes/VonageSms/inbound/types';
import { downloadMedia, type DownloadedMedia } from '../../../nodes/VonageSms/media';
import { mediaSource } from '../../../nodes/VonageSms/trigger/mediaSource';
import { VonageSmsTrigger } from '../../../nodes/VonageSms/VonageSmsTrigger.node';
import { triggerContext } from '../contexts';

const MEGABYTE = Buffer.alloc(1024 * 1024);
const TOO_LARGE = { error: 'The file is larger than 5 MB' };
const TOO_SLOW = { error: 'The download took longer than 15 seconds' };

const servers: Server[] = [];
afterEach(async () => {
	for (const server of servers.splice(0)) {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
});

type Answer = (response: ServerResponse) => void;

/** Serves each path with an answer, and counts the requests. */
async function serve(answers: Record<string, Answer>): Promise<{ url: string; count(): number }> {
	let requests = 0;
	const server = createServer((request, response) => {
		requests += 1;
		answers[request.url ?? '']?.(response);
	});
	servers.push(server);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}`, count: () => requests };
}

async function download(url: string, paths: string[]): Promise<DownloadedMedia[]> {
	const context = triggerContext({
		nodeType: new VonageSmsTrigger(),
		parameters: {},
		// Its credential is remembered for a while.
		nodeId: url,
		credential: { apiKey: 'abcd1234', apiSecret: 'secret', restUrl: url, apiUrl: url },
	});
	const link = (path: string): MediaLink => ({
		...{ type: 'image', url: url + path, name: null, caption: null },
	});
	return await downloadMedia(paths.map(link), await mediaSource(context));
}

const png = { 'content-type': 'image/png' };
const redirect =
	(location: string): Answer =>
	(response) =>
		void response.writeHead(302, { location }).end();

test('servers that send too much or too slowly cost 5 MB and 15 seconds, and other attachments arrive', async () => {
	const { url } = await serve({
		'/good': (response) => void response.writeHead(200, png).end('bytes'),
		'/silent': () => undefined,
		'/drip': (response) => {
			response.writeHead(200, png);
			const timer = setInterval(() => response.write('x'), 100);
			response.on('close', () => clearInterval(timer));
		},
		'/endless': (response) => {
			response.writeHead(200, png);
			const more = () => {
				while (!response.destroyed && response.write(MEGABYTE));
			};
			response.on('drain', more);
			more();
		},
		'/bomb': (response) =>
			void response
				.writeHead(200, { ...png, 'content-encoding': 'gzip' })
				.end(gzipSync(Buffer.alloc(50 * MEGABYTE.length))),
	});
	const results = await download(url, ['/silent', '/drip', '/endless', '/bomb', '/good']);
	expect(results).toEqual([
		TOO_SLOW,
		TOO_SLOW,
		TOO_LARGE,
		TOO_LARGE,
		{ file: expect.objectContaining({ bytes: Buffer.from('bytes') }) },
	]);
});

test("redirects are followed only to Vonage and the credential's host, and private addresses get no request", async () => {
	const inside = await serve({
		'/': (response) => void response.writeHead(200, png).end('secret'),
	});
	const { url, count } = await serve({
		'/elsewhere': redirect(inside.url),
		'/metadata': redirect('http://169.254.169.254/latest/meta-data'),
		'/file': redirect('file:///etc/passwd'),
		'/nowhere': (response) => void response.writeHead(302).end(),
		'/badly': redirect('http://['),
		'/circle': redirect('/circle'),
		'/there': redirect('/good'),
		'/good': (response) => void response.writeHead(200, png).end('bytes'),
	});
	const outside = { error: "Not downloaded: Vonage redirected to a host that isn't its own" };
	const paths = ['/elsewhere', '/metadata', '/file', '/nowhere', '/badly', '/circle', '/there'];
	expect(await download(url, paths)).toEqual([
		outside,
		outside,
		outside,
		{ error: 'Vonage answered with HTTP 302' },
		outside,
		{ error: 'Not downloaded: too many redirects' },
		{ file: expect.objectContaining({ bytes: Buffer.from('bytes') }) },
	]);
	expect(inside.count()).toBe(0);
	expect(count()).toBe(6 + 4 + 1);
});

test('a response that is not the file is an error: missing, truncated, empty or a page', async () => {
	const { url } = await serve({
		'/gone': (response) => void response.writeHead(404).end('Not found'),
		'/cut': (response) => {
			response.writeHead(200, { ...png, 'content-length': '100' });
			response.write('half', () => response.destroy());
		},
		'/cutChunks': (response) => {
			response.writeHead(200, png);
			response.write('half', () => response.destroy());
		},
		'/reset': (response) => void response.destroy(),
		'/page': (response) =>
			void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>'),
		'/problem': (response) =>
			void response.writeHead(200, { 'content-type': 'application/problem+json' }).end('{}'),
		'/empty': (response) => void response.writeHead(200, png).end(),
	});
	const paths = ['/gone', '/cut', '/cutChunks', '/reset', '/page', '/problem', '/empty'];
	const results = await download(url, paths);
	expect(results).toEqual([
		{ error: 'The file no longer exists (HTTP 404). Vonage keeps files for 48 hours' },
		{ error: expect.stringMatching(/^The connection/) },
		{ error: expect.stringMatching(/^The connection/) },
		{ error: expect.stringMatching(/^The connection/) },
		{ error: 'Vonage returned a page (text/html) instead of the file' },
		{ error: 'Vonage returned a page (application/problem+json) instead of the file' },
		{ error: 'The file is empty' },
	]);
});
