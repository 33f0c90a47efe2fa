// Pieces that several pages have.
import type { RunStatus, RunSummary } from '../document';
import { element } from '../dom';
import type { Child } from '../dom';
import { score, signed } from '../format';
import * as links from './links';

export const section = (id: string, title: string, ...children: Child[]): HTMLElement =>
  element('section', { 'aria-labelledby': `${id}-title` }, element('h2', { id: `${id}-title` }, title), ...children);

const looks: Record<RunStatus, string> = { running: 'live', finished: 'good', interrupted: '', failed: 'bad' };

export const status = (run: RunSummary): HTMLElement => element('span', { class: `tag ${looks[run.status]}`, 'data-status': run.status }, run.status);

export function gain(run: RunSummary): string {
  if (run.initial === null || run.score === null) return '–';
  return `${signed(run.score - run.initial)}${run.gainStandardError === null ? '' : ` ± ${score(run.gainStandardError)}`}`;
}

export const moment = (iso: string): HTMLElement =>
  element('time', { datetime: iso }, new Date(iso).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'medium' }));

/** What a run's pages have above them: where it belongs, and the way to the others. */
export function runHead(run: string, at: 'run' | 'trajectories' | 'pairs' | 'lineage', heading: string): HTMLElement {
  const tab = (name: typeof at, text: string, to: string): HTMLElement =>
    element('li', {}, element('a', { href: to, ...(name === at ? { 'aria-current': 'page' } : {}) }, text));
  return element(
    'header',
    { class: 'head' },
    element('h1', { tabindex: '-1' }, heading),
    element(
      'nav',
      { 'aria-label': `Run ${run}`, class: 'tabs' },
      element(
        'ul',
        {},
        tab('run', 'Overview', links.toRun(run)),
        tab('trajectories', 'Trajectories', links.toTrajectories(run)),
        tab('pairs', 'Preference pairs', links.toPairs(run)),
        tab('lineage', 'Lineage', links.toLineage(run)),
      ),
    ),
  );
}

export interface Paging {
  offset: number;
  count: number;
  total: number;
  to: (offset: number) => string;
}

/** Ways to the other pages of a list. */
export function paging({ offset, count, total, to }: Paging, label: string): HTMLElement {
  const last = Math.max(0, Math.floor((total - 1) / count) * count);
  const way = (text: string, target: number, isThere: boolean): HTMLElement =>
    element('li', {}, isThere ? element('a', { href: to(target) }, text) : element('span', { class: 'aside' }, text));
  const shown = total === 0 ? 'none' : offset >= total ? `none of ${number(total)} here` : `${number(offset + 1)} to ${number(Math.min(offset + count, total))} of ${number(total)}`;
  return element(
    'nav',
    { class: 'paging', 'aria-label': label },
    element('p', { role: 'status' }, shown),
    element(
      'ul',
      {},
      way('First', 0, offset > 0),
      way('Previous', Math.max(0, Math.min(offset, last + count) - count), offset > 0),
      way('Next', offset + count, offset + count < total),
      way('Last', last, offset < last),
    ),
  );
}

const number = (value: number): string => value.toLocaleString('en-US');
