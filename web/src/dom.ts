// Elements whose texts are always texts: nothing that a run holds is ever read as HTML.

export type Child = Node | string | number | null | undefined | false;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) made.append(child instanceof Node ? child : String(child));
  }
  return made;
}

/** A paragraph in place of something that is not there yet. */
export const absent = (text: string): HTMLElement => element('p', { class: 'absent' }, text);

/** A text of a run, its lines kept. */
export const verbatim = (text: string): HTMLElement => element('div', { class: 'verbatim' }, text);

export interface Column<T> {
  title: string;
  cell: (row: T) => Child;
  /** Numbers stand at the right. */
  number?: boolean;
}

/** A table that scrolls in itself where it is too wide, also by keyboard. */
export function table<T>(caption: string, columns: Column<T>[], rows: readonly T[]): HTMLElement {
  const cellClass = (column: Column<T>): Record<string, string> => (column.number ? { class: 'number' } : {});
  return element(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    element(
      'table',
      {},
      element('caption', { class: 'unseen' }, caption),
      element('thead', {}, element('tr', {}, ...columns.map(c => element('th', { scope: 'col', ...cellClass(c) }, c.title)))),
      element('tbody', {}, ...rows.map(row => element('tr', {}, ...columns.map(c => element('td', cellClass(c), c.cell(row)))))),
    ),
  );
}

/** The table behind a chart. */
export const tableBehind = <T>(caption: string, columns: Column<T>[], rows: readonly T[]): HTMLElement =>
  element('details', { class: 'behind' }, element('summary', {}, `Table: ${caption}`), table(caption, columns, rows));

/** Puts new contents into an element; what the reader has unfolded stays so. */
export function refill(host: HTMLElement, ...children: Child[]): void {
  const key = (details: HTMLDetailsElement): string => details.querySelector('summary')?.textContent ?? '';
  const before = [...host.querySelectorAll('details')];
  const open = new Set(before.filter(d => d.open).map(key));
  const seen = new Set(before.map(key));
  host.replaceChildren(...children.filter((c): c is Node | string => c instanceof Node || typeof c === 'string'));
  for (const details of host.querySelectorAll('details')) {
    if (seen.has(key(details))) details.open = open.has(key(details));
  }
}
