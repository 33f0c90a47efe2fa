import { axis, chart } from '../charts/chart';
import type { Colors } from '../charts/colors';
import { differences } from '../charts/changes';
import type { RunDocument, RunSummary, Spent } from '../document';
import { absent, element, refill, table, tableBehind } from '../dom';
import { count, dollars, duration, runs as systemRuns, score } from '../format';
import * as api from './api';
import * as links from './links';
import { gain, section, status } from './parts';
import { follow } from './view';
import type { Told, View } from './view';

// As many lines as can be told apart by colour and dashes.
const mostRuns = 6;

const axes: Record<string, { name: string; of: (spent: Spent) => number; show: (value: number) => string }> = {
  runs: { name: 'system runs', of: s => s.systemRuns, show: systemRuns },
  cost: { name: 'US dollars', of: s => s.cost, show: dollars },
  tokens: { name: 'tokens', of: s => s.tokens, show: count },
  seconds: { name: 'seconds', of: s => s.elapsedSeconds, show: duration },
};

/** Runs side by side: their rewards in one chart, and in what their best configurations differ from the first one's. */
export async function compare(view: View, told: Told): Promise<void> {
  view.title('Compare');
  const chosen = (view.fields.get('runs') ?? '').split(',').filter(id => id !== '').slice(0, mostRuns);
  const choices = element('div');
  const body = element('div');
  view.host.append(element('header', { class: 'head' }, element('h1', { tabindex: '-1' }, 'Compare runs')), section('choice', 'Runs', choices), body);
  let version: string | null = null;
  const versions = new Map<string, string | null>();
  const documents = new Map<string, RunDocument>();
  await follow(
    view,
    async () => {
      const news = await api.runs(version, view.signal);
      if (news === null && version !== null) return;
      if (news !== null) {
        version = news.version;
        if (choices.childElementCount === 0) refill(choices, choice(news.value, chosen));
      }

      let isNew = body.childElementCount === 0;
      for (const id of chosen) {
        const { lastEvent, run } = (await api.progress(id, null, view.signal))!.value;
        const state = `${lastEvent} ${run.status}`;
        if (versions.get(id) === state) continue;
        documents.set(id, await api.run(id, view.signal));
        versions.set(id, state);
        isNew = true;
      }

      if (!isNew) return;
      const all = chosen.map(id => documents.get(id)!);
      if (all.length < 2) {
        refill(body, absent('Choose two runs or more.'));
        return;
      }

      const found = await Promise.all(all.slice(1).map(other => api.difference(all[0]!.run.id, other.run.id, view.signal)));
      refill(body, section('curves', 'Reward', curves(all)), section('numbers', 'Numbers', numbers(all)), ...found.map(between));
    },
    told,
  );
}

function choice(all: RunSummary[], chosen: string[]): HTMLElement {
  const boxes = all.map(run => {
    const box = element('input', { type: 'checkbox', value: run.id });
    box.checked = chosen.includes(run.id);
    return { box, label: element('label', { class: 'choice' }, box, ` ${run.id} `, element('span', { class: 'aside' }, `${run.system}, seed ${run.seed}, `), score(run.score), ' ', status(run)) };
  });
  const form = element(
    'form',
    {},
    element('fieldset', {}, element('legend', {}, `Two to ${mostRuns} runs; differences are told against the first one`), ...boxes.map(b => b.label)),
    element('button', { type: 'submit' }, 'Compare'),
  );
  form.addEventListener('submit', event => {
    event.preventDefault();
    const picked = boxes.filter(b => b.box.checked).map(b => b.box.value);
    // Those that were there before keep their order.
    const order = [...chosen.filter(id => picked.includes(id)), ...picked.filter(id => !chosen.includes(id))];
    location.hash = links.toComparison(order.slice(0, mostRuns));
  });
  return form;
}

function curves(all: RunDocument[]): HTMLElement {
  const host = element('div');
  const draw = (chosen: string): void => {
    const offered = Object.entries(axes).filter(([name, a]) => name === 'runs' || all.some(d => d.rewards.some(r => a.of(r.spent) > 0)));
    const over = axes[chosen]!;
    const select = element('select', {});
    for (const [name, a] of offered) {
      const option = element('option', { value: name }, a.name);
      option.selected = name === chosen;
      select.append(option);
    }
    select.addEventListener('change', () => {
      draw(select.value);
      host.querySelector('select')?.focus();
    });
    const points = all.flatMap(d => d.rewards.filter(r => r.kind !== 'rejected').map(r => ({ run: d.run, step: r })));
    const label = `The best score so far over ${over.name}: ${all.map(d => `${d.run.id} to ${score(d.run.score)}`).join(', ')}.`;
    refill(
      host,
      element('p', {}, label, ' ', element('label', {}, 'over ', select)),
      chart(label, 360, c => ({
        grid: { left: 64, right: 24, top: 24 + 22 * Math.ceil(all.length / 3), bottom: 48 },
        legend: { top: 0, textStyle: { color: c.text }, data: all.map(d => d.run.id) },
        tooltip: {
          formatter: (about: unknown) => {
            const { seriesName, data } = about as { seriesName: string; data: [number, number] };
            return `${seriesName}\n${score(data[1])} after ${over.show(data[0])} ${over === axes.seconds ? '' : over.name}`;
          },
        },
        xAxis: { type: 'value', ...axis(c, over.name), nameGap: 30 },
        yAxis: { type: 'value', scale: true, ...axis(c, 'mean score'), nameGap: 46 },
        series: all.map((d, i) => ({
          name: d.run.id,
          type: 'line' as const,
          step: 'end' as const,
          symbol: 'circle',
          symbolSize: 6,
          data: d.rewards.filter(r => r.kind !== 'rejected').map(r => [over.of(r.spent), r.best]),
          lineStyle: { ...look(c, i), width: 2 },
          itemStyle: { color: look(c, i).color },
        })),
      })),
      tableBehind(
        'each step that changed the best score',
        [
          { title: 'Run', cell: p => p.run.id },
          { title: 'Turn', cell: p => p.step.step, number: true },
          { title: 'System runs', cell: p => systemRuns(p.step.spent.systemRuns), number: true },
          { title: 'Component', cell: p => p.step.component ?? '' },
          { title: 'Best', cell: p => score(p.step.best), number: true },
        ],
        points,
      ),
    );
  };
  draw('runs');
  return host;
}

function look(c: Colors, i: number): { color: string; type: 'solid' | 'dashed' | 'dotted' } {
  const color = [c.accent, c.bad, c.good][i % 3]!;
  return { color, type: (['solid', 'dashed'] as const)[Math.floor(i / 3)] ?? 'dotted' };
}

const numbers = (all: RunDocument[]): HTMLElement =>
  table(
    'the runs in numbers',
    [
      { title: 'Run', cell: d => element('a', { href: links.toRun(d.run.id) }, d.run.id) },
      { title: 'Status', cell: d => status(d.run) },
      { title: 'Seed', cell: d => d.run.seed, number: true },
      { title: 'Start', cell: d => score(d.run.initial), number: true },
      { title: 'Best', cell: d => score(d.run.score), number: true },
      { title: 'Gain', cell: d => gain(d.run), number: true },
      { title: 'Accepted', cell: d => d.gains.reduce((sum, g) => sum + g.accepted, 0), number: true },
      { title: 'Rejected', cell: d => d.gains.reduce((sum, g) => sum + g.rejected, 0), number: true },
      { title: 'System runs', cell: d => systemRuns(d.run.spent.systemRuns), number: true },
      { title: 'Tokens', cell: d => count(d.run.spent.tokens), number: true },
      { title: 'Cost', cell: d => dollars(d.run.spent.cost), number: true },
      { title: 'Time', cell: d => duration(d.run.elapsedSeconds), number: true },
    ],
    all,
  );

function between({ a, b, isComparable, changes }: api.RunDifference): HTMLElement {
  return section(
    `between-${b.id}`,
    `Best of ${b.id} against best of ${a.id}`,
    isComparable ? null : element('p', { class: 'aside' }, 'The two are of different systems, or of different versions of one: fields that one of them lacks are empty there.'),
    ...differences(changes, 'They are the same.'),
  );
}
