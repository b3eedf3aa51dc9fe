import { execFileSync, spawnSync } from 'node:child_process';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** No sandbox, because it doesn't work in containers or for root. The rest prevents background requests. */
const LAUNCH_ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run',
	'--disable-quic',
];

/**
 * Starts this machine's Chromium headless: the one in the environment variable CHROMIUM, or the first in
 * the PATH.
 *
 * @throws Error if there is none
 */
export async function launchChromium(): Promise<Browser> {
	const executablePath = findChromium();
	if (executablePath === undefined) {
		throw new Error(
			"Chromium wasn't found. Install it, or set the environment variable CHROMIUM to its path",
		);
	}
	return await chromium.launch({ executablePath, args: LAUNCH_ARGUMENTS });
}

/**
 * Tests in a browser. If there is no Chromium, root on Debian installs it with apt-get. Otherwise, the tests are
 * reported as skipped, or as failed if CI is set: a build must not pass because the browser is missing.
 */
export function describeInBrowser(name: string, tests: () => void): void {
	const found = findChromium() ?? installChromium();
	if (found !== undefined) {
		describe(name, tests);
	} else if (process.env.CI) {
		test(`${name}: needs Chromium, which apt-get could not install`, launchChromium);
	} else {
		describe.skip(`${name} (no Chromium on this machine)`, tests);
	}
}

function findChromium(): string | undefined {
	if (process.env.CHROMIUM) return process.env.CHROMIUM;
	const script = COMMANDS.map((command) => `command -v ${command}`).join(' || ');
	const { stdout } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
	return stdout.trim() || undefined;
}

function installChromium(): string | undefined {
	if (process.getuid?.() !== 0) return undefined;
	try {
		const packages = ['chromium', 'fonts-noto-color-emoji'];
		// A new machine has no package lists before the first update.
		execFileSync('apt-get', ['update'], { stdio: 'ignore' });
		execFileSync('apt-get', ['install', '-y', ...packages], { stdio: 'ignore' });
	} catch {
		return undefined;
	}
	return findChromium();
}
