import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Router } from 'express';

const root = join(__dirname, '..');

/** Modules that the browser may load, by path without extension as their imports name them. */
const modules: readonly string[] = [
	'phone/splitting',
	'page/main',
	'page/account',
	'page/api',
	'page/composer',
	'page/conversation',
	'page/deliveryEntry',
	'page/deliveryLog',
	'page/elements',
	'page/messageStates',
	'page/notice',
	'page/options',
	'page/partPreview',
	'page/picture',
	'page/problem',
	'page/session',
];

/** The phone page: plain files, its TypeScript transpiled when the browser asks for it. */
export function pageServer(): Router {
	const router = Router();
	const transpiled = new Map<string, string>();
	router.get('/', async (_request, response) => {
		response.set('Content-Security-Policy', "default-src 'self'; img-src 'self' data:");
		response.type('html').send(await readFile(join(root, 'page/index.html'), 'utf8'));
	});
	router.get('/page/style.css', async (_request, response) => {
		response.type('css').send(await readFile(join(root, 'page/style.css'), 'utf8'));
	});
	for (const path of modules) {
		router.get(`/${path}`, async (_request, response) => {
			const script = transpiled.get(path) ?? (await transpile(path));
			transpiled.set(path, script);
			response.type('js').send(script);
		});
	}
	return router;
}

/** Loads the compiler when the first page is opened, so that tests that don't open one needn't wait for it. */
async function transpile(path: string): Promise<string> {
	const { default: typescript } = await import('typescript');
	const source = await readFile(join(root, `${path}.ts`), 'utf8');
	const { outputText } = typescript.transpileModule(source, {
		compilerOptions: {
			target: typescript.ScriptTarget.ES2022,
			module: typescript.ModuleKind.ESNext,
			verbatimModuleSyntax: true,
		},
	});
	return outputText;
}
