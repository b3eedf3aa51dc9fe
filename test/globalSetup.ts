import { findServices } from './services';

export default async function globalSetup(): Promise<void> {
	const { node } = process.versions;
	if (Number.parseInt(node) < 22) {
		throw new Error(
			`The tests need Node 24, and this is Node ${node}. To use the Node 24 among the dependencies, run "npm rebuild node --ignore-scripts=false".`,
		);
	}
	await findServices();
}
