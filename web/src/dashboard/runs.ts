import type { RunSummary } from '../document';
import { absent, element, refill, table } from '../dom';
import { count, dollars, duration, runs as systemRuns, score } from '../format';
import * as api from './api';
import * as links from './links';
import { gain, moment, status } from './parts';
import { follow } from './view';
import type { Told, View } from './view';

/** Every run of the store, the newest first. */
export async function runs(view: View, told: Told): Promise<void> {
  view.title('Runs');
  const list = element('div');
  const chosen = new Set<string>();
  const compare = element('button', { type: 'button' }, 'Compare the chosen runs');
  const hint = element('span', { class: 'aside', role: 'status' });
  view.host.append(
    element('header', { class: 'head' }, element('h1', { tabindex: '-1' }, 'Runs')),
    element('section', { 'aria-label': 'Runs' }, list, element('p', {}, compare, ' ', hint)),
  );
  compare.addEventListener('click', () => {
    if (chosen.size >= 2) location.hash = links.toComparison([...chosen]);
    else hint.textContent = 'Choose two runs or more, by the boxes before them.';
  });

  const box = (run: RunSummary): HTMLElement => {
    const choice = element('input', { type: 'checkbox', 'aria-label': `Compare ${run.id}` });
    choice.checked = chosen.has(run.id);
    choice.addEventListener('change', () => {
      if (choice.checked) chosen.add(run.id);
      else chosen.delete(run.id);
      hint.textContent = `${chosen.size} chosen`;
    });
    return choice;
  };
  const draw = (all: RunSummary[]): void => {
    const focused = document.activeElement?.getAttribute('aria-label');
    refill(
      list,
      all.length === 0
        ? absent('The store has no runs yet. They appear here as soon as one begins.')
        : table(
            'runs',
            [
              { title: 'Compare', cell: box },
              { title: 'Run', cell: run => element('a', { href: links.toRun(run.id) }, run.id) },
              { title: 'System', cell: run => run.system },
              { title: 'Status', cell: status },
              { title: 'Start', cell: run => score(run.initial), number: true },
              { title: 'Best', cell: run => score(run.score), number: true },
              { title: 'Gain', cell: gain, number: true },
              { title: 'System runs', cell: run => systemRuns(run.spent.systemRuns), number: true },
              { title: 'Calls', cell: run => count(run.spent.calls), number: true },
              { title: 'Cost', cell: run => dollars(run.spent.cost), number: true },
              { title: 'Time', cell: run => duration(run.elapsedSeconds), number: true },
              { title: 'Begun', cell: run => moment(run.created) },
            ],
            all,
          ),
    );
    if (focused) view.host.querySelector<HTMLElement>(`[aria-label="${CSS.escape(focused)}"]`)?.focus();
  };

  let version: string | null = null;
  await follow(
    view,
    async () => {
      const news = await api.runs(version, view.signal);
      if (news === null) return;
      version = news.version;
      draw(news.value);
    },
    told,
  );
}
