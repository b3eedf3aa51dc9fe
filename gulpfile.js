const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { rm } = require('node:fs/promises');
const gulp = require('gulp');

const DIST = 'dist';
/** What n8n reads beside the compiled code: icons, codex files, output schemas. */
const ASSETS = ['svg', 'node.json'].map((type) => `{nodes,credentials}/**/*.${type}`);
const SCHEMAS = '{nodes,credentials}/**/__schema__/**/*.json';

async function clean() {
	await rm(DIST, { recursive: true, force: true });
}

async function compile() {
	const tsc = require.resolve('typescript/bin/tsc');
	const compiler = spawn(process.execPath, [tsc, '-p', 'tsconfig.json'], { stdio: 'inherit' });
	const [code] = await once(compiler, 'close');
	if (code !== 0) throw new Error('TypeScript reported the errors above.');
}

function copyAssets() {
	return gulp.src([...ASSETS, SCHEMAS], { base: '.', encoding: false }).pipe(gulp.dest(DIST));
}

exports.clean = clean;
exports.build = gulp.series(clean, gulp.parallel(compile, copyAssets));
exports.default = exports.build;
