import { ofRun } from '../charts';
import type { RunDocument, RunSummary } from '../document';
import { element, refill } from '../dom';
import type { Child } from '../dom';
import { count, dollars, duration, runs as systemRuns, score, signed } from '../format';
import * as api from './api';
import * as links from './links';
import { gain, moment, runHead, section, status } from './parts';
import { follow } from './view';
import type { Told, View } from './view';

interface Part {
  name: string;
  title: string;
  /** What of the document it shows: it is drawn again when that has changed. */
  of: (document: RunDocument) => unknown;
}

const parts: Part[] = [
  { name: 'reward', title: 'Reward', of: d => d.rewards },
  { name: 'changes', title: 'What changed', of: d => d.changes },
  { name: 'graph', title: 'Where it was gained', of: d => d.gains },
  { name: 'values', title: 'Hyperparameters', of: d => d.values },
  { name: 'alignment', title: 'Alignment of local rewards', of: d => d.alignment },
  { name: 'decisions', title: 'Decisions', of: d => d.lastEvent },
  { name: 'usage', title: 'Model calls', of: d => d.usage },
  { name: 'reproduce', title: 'How to reproduce', of: d => [d.run.facts, d.run.sessions] },
];

/** A run with all of its charts; one that is being written is followed. */
export async function run(view: View, id: string, told: Told): Promise<void> {
  view.title(`Run ${id}`);
  const numbers = element('div');
  const hosts = new Map(parts.map(part => [part.name, element('div', { 'data-part': part.name })]));
  view.host.append(
    runHead(id, 'run', `Run ${id}`),
    numbers,
    ...parts.map(part => section(part.name, part.title, hosts.get(part.name)!)),
  );

  const drawn = new Map<string, string>();
  const draw = (document: RunDocument): void => {
    for (const { name, of } of parts) {
      const host = hosts.get(name)!;
      const key = JSON.stringify(of(document));
      // Not under the reader's hands: it is drawn when they are gone.
      if (drawn.get(name) === key || (drawn.has(name) && (host.contains(window.document.activeElement) || host.matches(':hover')))) continue;
      try {
        ofRun[name]!(host, document);
        drawn.set(name, key);
      } catch (error) {
        // One part that can't be drawn does not keep the others from it.
        console.error(error);
        host.textContent = `This part can't be drawn: ${String(error)}`;
      }
    }
  };

  const rate = new Rate();
  let version: string | null = null;
  let latest: RunDocument | null = null;
  let isStale = false;
  let notBefore = 0;
  let before: RunSummary | null = null;
  await follow(
    view,
    async () => {
      const news = await api.progress(id, version, view.signal);
      if (news !== null) {
        const { run: now, lastEvent } = news.value;
        version = news.version;
        isStale ||= latest === null || latest.lastEvent !== lastEvent || latest.run.status !== now.status;
        rate.add(now);
        if (before !== null) announce(view, before, now);
        before = now;
      }

      if (isStale && performance.now() >= notBefore) {
        const begun = performance.now();
        latest = await api.run(id, view.signal);
        isStale = false;
        // A document that takes long is not asked for all the time.
        notBefore = performance.now() + 4 * (performance.now() - begun);
      }

      if (latest === null || before === null) return;
      if (news !== null) refill(numbers, ...headline(before, latest, rate));
      draw(latest);
    },
    told,
  );
}

function announce(view: View, before: RunSummary, now: RunSummary): void {
  if (now.status !== before.status) view.announce(`The run is ${now.status}${now.message === null ? '' : `: ${now.message}`}.`);
  else if (now.score !== before.score) view.announce(`The best score is ${score(now.score)}.`);
}

function headline(now: RunSummary, document: RunDocument, rate: Rate): Child[] {
  const budget = document.events.find(e => e.kind === 'OptimizationPlanned')?.data.budget ?? {};
  const { spent } = now;
  const number = (name: string, value: Child): HTMLElement => element('div', {}, element('dt', {}, name), element('dd', {}, value));
  const of = (value: string, most: string | null): string => (most === null ? value : `${value} of ${most}`);
  return [
    element(
      'p',
      {},
      status(now),
      now.message === null ? null : `${now.message}. `,
      element('span', { class: 'aside' }, `${now.system}, seed ${now.seed}, begun `, moment(now.created), ', last written ', moment(now.updated)),
    ),
    element(
      'dl',
      { class: 'numbers' },
      number('Best score', score(now.score)),
      number('Start', score(now.initial)),
      number('Gain', gain(now)),
      number('System runs', of(systemRuns(spent.systemRuns), budget.systemRuns === undefined ? null : count(budget.systemRuns))),
      number('Calls', of(count(spent.calls), budget.calls === undefined ? null : count(budget.calls))),
      number('Tokens', of(count(spent.tokens), budget.tokens === undefined ? null : count(budget.tokens))),
      number('Cost', of(dollars(spent.cost), budget.cost === undefined ? null : dollars(budget.cost))),
      number('Time', of(duration(now.elapsedSeconds), budget.seconds === undefined ? null : duration(budget.seconds))),
      number(now.status === 'running' ? 'Rate now' : 'Rate', rate.text(now)),
    ),
    budget.systemRuns === undefined
      ? null
      : element('progress', {
          max: String(budget.systemRuns),
          value: String(Math.min(spent.systemRuns, budget.systemRuns)),
          'aria-label': `Budget: ${systemRuns(spent.systemRuns)} of ${count(budget.systemRuns)} system runs`,
        }),
    element(
      'p',
      { class: 'exports' },
      element('a', { href: api.configuration(now.id, document.run.best), download: '' }, 'Export the best configuration'),
      element('a', { href: api.configuration(now.id, document.run.start), download: '' }, 'Export the start'),
      element('a', { href: links.toTrajectories(now.id, { configuration: document.run.best }) }, 'Trajectories of the best'),
      element('span', { class: 'aside' }, `best ${signed(now.score === null || now.initial === null ? null : now.score - now.initial)} over the start`),
    ),
  ];
}

/** System runs per minute: over the last minute of a run that is followed, else over all of its time. */
class Rate {
  private readonly seen: { at: number; systemRuns: number }[] = [];

  add(now: RunSummary): void {
    const { elapsedSeconds: at, spent } = now;
    const last = this.seen[this.seen.length - 1];
    if (last?.systemRuns !== spent.systemRuns) this.seen.push({ at, systemRuns: spent.systemRuns });
    while (this.seen.length > 2 && this.seen[0]!.at < at - 60) this.seen.shift();
  }

  text(now: RunSummary): string {
    const [first, last] = [this.seen[0], this.seen[this.seen.length - 1]];
    const isMoving = now.status === 'running' && first !== undefined && last !== undefined && last.at > first.at;
    const perSecond = isMoving
      ? (last.systemRuns - first.systemRuns) / (last.at - first.at)
      : now.elapsedSeconds > 0
        ? now.spent.systemRuns / now.elapsedSeconds
        : 0;
    return `${count(perSecond * 60)} runs/min`;
  }
}
