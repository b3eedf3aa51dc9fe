/** Walks octets of WAP formats; throws a RangeError past the end. */
export class OctetReader {
	private at = 0;

	constructor(private readonly octets: Uint8Array) {}

	get done(): boolean {
		return this.at >= this.octets.length;
	}

	peek(): number {
		const octet = this.octets[this.at];
		if (octet === undefined) throw new RangeError('Past the last octet');
		return octet;
	}

	octet(): number {
		const octet = this.peek();
		this.at++;
		return octet;
	}

	/** Variable length unsigned integer (WAP-230 8.1.2), in WBXML called mb_u_int32. */
	uintvar(): number {
		let value = 0;
		for (let octets = 0; octets < 5; octets++) {
			const octet = this.octet();
			value = value * 0x80 + (octet & 0x7f);
			if (octet < 0x80) return value;
		}
		throw new RangeError('A variable length integer of more than five octets');
	}

	/** The next octets as a reader of their own. */
	sub(length: number): OctetReader {
		return new OctetReader(this.take(length));
	}

	take(length: number): Uint8Array {
		const end = this.at + length;
		if (end > this.octets.length) throw new RangeError('Past the last octet');
		const taken = this.octets.subarray(this.at, end);
		this.at = end;
		return taken;
	}

	/** The octets before the next zero octet, which is taken, too. */
	string(): Uint8Array {
		const end = this.octets.indexOf(0, this.at);
		if (end < 0) throw new RangeError('A string without an end');
		const taken = this.octets.subarray(this.at, end);
		this.at = end + 1;
		return taken;
	}

	text(): string {
		return Buffer.from(this.string()).toString('latin1');
	}
}
