import { startSimulator } from './index';

/** `tsx test/simulator/main.ts`: runs until interrupted, on SIMULATOR_PORT or a free port. */
async function main(): Promise<void> {
	const simulator = await startSimulator({ port: Number(process.env.SIMULATOR_PORT ?? '0') });
	const { apiKey, apiSecret, signatureSecret } = simulator.account;
	process.stdout.write(
		[
			`Vonage simulator  ${simulator.url}`,
			`  API key           ${apiKey}`,
			`  API secret        ${apiSecret}`,
			`  Signature secret  ${signatureSecret}`,
			'',
		].join('\n'),
	);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void simulator.close());
	}
}

main().catch((error: Error) => {
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
});
