import type { RewardStep, RunDocument, Spent } from '../document';
import { absent, element, refill, tableBehind } from '../dom';
import { brief, count, dollars, duration, plain, runs, score, signed } from '../format';
import { axis, chart } from './chart';

interface Axis {
  name: string;
  of: (spent: Spent) => number;
  show: (value: number) => string;
}

const axes: Record<string, Axis> = {
  runs: { name: 'system runs', of: s => s.systemRuns, show: runs },
  cost: { name: 'US dollars', of: s => s.cost, show: dollars },
  tokens: { name: 'tokens', of: s => s.tokens, show: count },
  seconds: { name: 'seconds', of: s => s.elapsedSeconds, show: duration },
};

/** The reward over what was spent, with accepted and rejected steps. */
export function reward(host: HTMLElement, document: RunDocument): void {
  const steps = document.rewards;
  if (steps.length === 0) {
    refill(host, absent('The start has not been evaluated yet.'));
    return;
  }

  const offered = Object.entries(axes).filter(([name, a]) => name === 'runs' || steps.some(s => a.of(s.spent) > 0));
  const chosen = offered.find(([name]) => name === host.dataset.axis) ?? offered[0]!;
  const over = chosen[1];
  const changes = new Map(
    document.candidates.map(c => [c.sequence, c.changes.map(x => `${x.field}: ${brief(plain(x.before), 40)} → ${brief(plain(x.after), 40)}`)]));

  const select = element('select', { 'aria-label': 'What the reward is drawn over' });
  for (const [name, a] of offered) {
    const choice = element('option', { value: name }, a.name);
    choice.selected = name === chosen[0];
    select.append(choice);
  }
  select.addEventListener('change', () => {
    host.dataset.axis = select.value;
    reward(host, document);
    host.querySelector('select')?.focus();
  });

  const of = (kind: RewardStep['kind']): RewardStep[] => steps.filter(s => s.kind === kind);
  const point = (s: RewardStep): object => ({ value: [over.of(s.spent), s.score], step: s });
  const told = (s: RewardStep): string =>
    [
      `${s.kind} ${score(s.score)}${s.component === null ? '' : ` · ${s.component}, turn ${s.step}`}`,
      `after ${over.show(over.of(s.spent))}${over === axes.seconds ? '' : ` ${over.name}`}`,
      ...(changes.get(s.event) ?? []),
    ].join('\n');
  const [first, last] = [steps[0]!, steps[steps.length - 1]!];
  const accepted = of('accepted').length;
  const label =
    `Reward over ${over.name}: from ${score(first.best)} to ${score(last.best)}, ${accepted} accepted and ${of('rejected').length} rejected steps.`;

  refill(
    host,
    element('p', {}, label, ' ', element('label', {}, 'Draw it over ', select)),
    chart(label, 340, c => ({
      grid: { left: 64, right: 24, top: 40, bottom: 48 },
      legend: { top: 0, textStyle: { color: c.text }, data: ['best so far', 'accepted', 'rejected'] },
      tooltip: {
        formatter: (about: unknown) => {
          const { data } = about as { data: { step?: RewardStep } };
          return data.step ? told(data.step) : '';
        },
      },
      xAxis: { type: 'value', ...axis(c, over.name), nameGap: 30 },
      yAxis: { type: 'value', scale: true, ...axis(c, 'mean score'), nameGap: 46 },
      series: [
        {
          name: 'best so far',
          type: 'line',
          step: 'end',
          showSymbol: false,
          data: steps.map(s => ({ value: [over.of(s.spent), s.best], step: s })),
          lineStyle: { color: c.accent, width: 2 },
          itemStyle: { color: c.accent },
        },
        {
          name: 'rejected',
          type: 'scatter',
          symbol: 'circle',
          symbolSize: 7,
          data: of('rejected').map(point),
          itemStyle: { color: 'transparent', borderColor: c.bad, borderWidth: 1.5 },
        },
        {
          name: 'accepted',
          type: 'scatter',
          symbol: 'diamond',
          symbolSize: 14,
          data: [...of('start'), ...of('accepted')].map(point),
          itemStyle: { color: c.good },
        },
      ],
    })),
    tableBehind(
      'each step',
      [
        { title: 'Turn', cell: s => s.step, number: true },
        { title: 'System runs', cell: s => runs(s.spent.systemRuns), number: true },
        { title: 'Tokens', cell: s => count(s.spent.tokens), number: true },
        { title: 'Cost', cell: s => dollars(s.spent.cost), number: true },
        { title: 'Time', cell: s => duration(s.spent.elapsedSeconds), number: true },
        { title: 'What', cell: s => s.kind },
        { title: 'Component', cell: s => s.component ?? '' },
        { title: 'Score', cell: s => score(s.score), number: true },
        { title: 'Best', cell: s => score(s.best), number: true },
        { title: 'To the best', cell: s => (s.kind === 'rejected' ? signed(s.score - s.best) : ''), number: true },
      ],
      steps,
    ),
  );
}
