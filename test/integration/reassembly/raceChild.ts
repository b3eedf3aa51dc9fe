import type { SmsPart } from '../../../nodes/VonageSms/inbound/types';
import { Reassembler } from '../../../nodes/VonageSms/reassembly';
import { SCOPE } from '../../unit/reassembly/builders';
import { readTask, tell } from './children';
import { openAt, type StoreAddress } from './storeAddress';

export interface RaceTask {
	address: StoreAddress;
	/** What each connection of this process receives, in order. */
	records: SmsPart[][];
}

export interface RaceClaim {
	key: string;
	text: string | null;
	complete: boolean;
}

/** Several connections that receive and claim at the same time, with the real clock. */
async function race({ address, records }: RaceTask): Promise<void> {
	const claims: RaceClaim[] = [];
	await Promise.all(
		records.map(async (mine) => {
			const store = await openAt(address, 4);
			const reassembler = new Reassembler(store, {
				partTimeout: 600,
				deduplicationHours: 48,
				onIncomplete: 'emit',
			});
			const claim = async () => {
				for (const { key, message, confirm } of await reassembler.claim(SCOPE, 20)) {
					claims.push({ key, text: message.text, complete: message.complete });
					await confirm();
				}
			};
			for (let index = 0; index < mine.length; index += 8) {
				await Promise.all([
					...mine
						.slice(index, index + 8)
						.map(async (part) => await reassembler.receive(SCOPE, part)),
					claim(),
				]);
			}
			await store.close();
		}),
	);
	await tell(claims);
	process.disconnect();
}

void readTask<RaceTask>().then(race);
