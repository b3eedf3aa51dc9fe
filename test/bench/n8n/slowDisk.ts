import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How much longer each flush takes. */
export const FLUSH_MS = 10;

/** Every program that is started with it waits before each flush, whichever library asks for it. */
const SOURCE = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>

static int late(const char *name, int descriptor) {
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
	usleep(${FLUSH_MS * 1000});
	return real(descriptor);
}
int fsync(int descriptor) { return late("fsync", descriptor); }
int fdatasync(int descriptor) { return late("fdatasync", descriptor); }
`;

export interface SlowDisk {
	/** Environment of a program that is to find the disk slow. */
	env: Record<string, string>;
	folder: string;
	remove(): void;
}

/** Stands in for a slow disk: fsync and fdatasync take longer. Null where no C compiler is installed, or no Linux. */
export function slowDisk(): SlowDisk | null {
	if (process.platform !== 'linux') return null;
	const folder = mkdtempSync(join(tmpdir(), 'vonage-sms-bench-disk-'));
	const [source, library] = [join(folder, 'late.c'), join(folder, 'late.so')];
	writeFileSync(source, SOURCE);
	try {
		execFileSync('cc', ['-shared', '-fPIC', '-o', library, source, '-ldl'], { stdio: 'ignore' });
	} catch {
		rmSync(folder, { recursive: true });
		return null;
	}
	return {
		env: { LD_PRELOAD: library },
		folder,
		remove: () => rmSync(folder, { recursive: true }),
	};
}
