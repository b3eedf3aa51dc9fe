/** The element with this ID, which must exist on the page. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
	const element = document.getElementById(id);
	if (!(element instanceof type)) throw new Error(`The page has no ${type.name} "${id}"`);
	return element;
}

/** A new element with a class, attributes, and content. Text is never parsed as markup. */
export function create<K extends keyof HTMLElementTagNameMap>(
	tag: K,
	properties: { class?: string; title?: string; label?: string },
	...content: (Node | string)[]
): HTMLElementTagNameMap[K] {
	const element = document.createElement(tag);
	if (properties.class !== undefined) element.className = properties.class;
	if (properties.title !== undefined) element.title = properties.title;
	if (properties.label !== undefined) element.setAttribute('aria-label', properties.label);
	element.append(...content);
	return element;
}

/** Local time of day, `14:05:09`. */
export function timeOfDay(iso: string): string {
	return new Date(iso).toLocaleTimeString('en-GB');
}
