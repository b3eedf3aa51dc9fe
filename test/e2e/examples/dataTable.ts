import type { N8n } from '../../n8n';

/** One of n8n's own tables, in the owner's personal project. */
export class DataTable {
	private constructor(
		private readonly n8n: N8n,
		private readonly path: string,
		/** For the parameter `dataTableId` of a node. */
		readonly locator: { __rl: true; mode: 'id'; value: string },
	) {}

	static async create(
		n8n: N8n,
		name: string,
		columns: Record<string, 'string' | 'boolean'>,
	): Promise<DataTable> {
		const { id: project } = await n8n.rest.editor<{ id: string }>('GET', '/projects/personal');
		const tables = `/projects/${project}/data-tables`;
		const { id } = await n8n.rest.editor<{ id: string }>('POST', tables, {
			name,
			columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
		});
		return new DataTable(n8n, `${tables}/${id}`, { __rl: true, mode: 'id', value: id });
	}

	async rows(): Promise<Record<string, unknown>[]> {
		const { data } = await this.n8n.rest.editor<{ data: Record<string, unknown>[] }>(
			'GET',
			`${this.path}/rows`,
		);
		return data;
	}
}
