import { pair } from '../charts/pairs';
import { absent, element, refill } from '../dom';
import * as api from './api';
import * as links from './links';
import { paging, runHead } from './parts';
import type { View } from './view';

const pageSize = 20;

/** A run's preference pairs, the newest first. */
export async function pairs(view: View, id: string): Promise<void> {
  view.title(`Preference pairs of ${id}`);
  const component = view.fields.get('component') ?? '';
  const offset = Math.max(0, Math.floor(Number(view.fields.get('offset') ?? 0)) || 0);
  const list = element('div', {}, absent('Reading…'));
  const select = element('select', { name: 'component' }, element('option', { value: '' }, 'all'));
  view.host.append(
    runHead(id, 'pairs', `Preference pairs of ${id}`),
    element('section', { 'aria-label': 'Filter' }, element('div', { class: 'filters' }, element('label', {}, 'Component', select))),
    element('section', { 'aria-label': 'Preference pairs' }, list),
  );
  select.addEventListener('change', () => {
    location.hash = links.toPairs(id, { component: select.value });
  });
  const [{ value }, { items, total }] = await Promise.all([
    api.progress(id, null, view.signal).then(p => p!),
    api.pairs(id, { component, offset, count: pageSize }, view.signal),
  ]);
  for (const name of value.run.components) {
    const option = element('option', { value: name }, name);
    option.selected = name === component;
    select.append(option);
  }

  const ways = (label: string): HTMLElement =>
    paging({ offset, count: pageSize, total, to: o => links.toPairs(id, { component, offset: o === 0 ? null : o }) }, label);
  refill(
    list,
    ways('Pages'),
    ...(items.length === 0
      ? [absent('No preference pairs here.')]
      : items.map(p => element('div', {}, element('h2', { class: 'of' }, `${p.component}, pair ${p.sequence}`), pair(p)))),
    items.length > 4 ? ways('Pages, below the list') : null,
  );
}
