import type { FieldValues, RunDocument, TriedValue } from '../document';
import { absent, element, refill, tableBehind } from '../dom';
import { brief, score, signed } from '../format';
import { axis, chart } from './chart';
import type { Option } from './chart';
import type { Colors } from './colors';

// More values than this are drawn as ranges.
const mostBars = 14;
const ranges = 10;

/** What was tried of each hyperparameter and model choice, and what it gained. */
export function values(host: HTMLElement, document: RunDocument): void {
  const fields = document.values;
  if (fields.length === 0) {
    refill(host, absent('No hyperparameter or model choice was tried.'));
    return;
  }

  refill(
    host,
    element(
      'p',
      {},
      'How many candidates set a field to a value: those that local rewards screened out, those that ran and were rejected, those accepted.',
    ),
    element('div', { class: 'multiples' }, ...fields.map(figure)),
    tableBehind(
      'each value',
      [
        { title: 'Field', cell: r => r.field.field },
        { title: 'Value', cell: r => brief(r.tried.value) },
        { title: 'Screened', cell: r => r.tried.screened, number: true },
        { title: 'Mean local reward', cell: r => score(r.tried.meanLocalReward), number: true },
        { title: 'Ran', cell: r => r.tried.tried, number: true },
        { title: 'Accepted', cell: r => r.tried.accepted, number: true },
        { title: 'Mean gain', cell: r => signed(r.tried.meanGain), number: true },
        { title: '', cell: r => [r.tried.value === r.field.start ? 'start' : '', r.tried.value === r.field.best ? 'best' : ''].join(' ').trim() },
      ],
      fields.flatMap(field => field.values.map(tried => ({ field, tried }))),
    ),
  );
}

function figure(field: FieldValues): HTMLElement {
  const bars = binned(field);
  const changed = field.start === field.best ? `${field.start ?? '–'}, kept` : `${field.start ?? '–'} → ${field.best ?? '–'}`;
  return element(
    'figure',
    {},
    element(
      'figcaption',
      {},
      field.field,
      element('span', { class: 'aside' }, ` ${changed}${field.declares === null ? '' : ` (${field.declares})`}`),
    ),
    chart(
      `${field.field}: ${bars.map(b => `${b.value} tried ${b.tried} times, accepted ${b.accepted}, mean gain ${signed(b.meanGain)}`).join('; ')}.`,
      220,
      c => over(bars, c),
    ),
  );
}

function over(bars: TriedValue[], c: Colors): Option {
  const stacked = (name: string, color: string, of: (b: TriedValue) => number, pattern?: object): object => ({
    name,
    type: 'bar',
    stack: 'candidates',
    barMaxWidth: 36,
    data: bars.map(of),
    itemStyle: { color, ...pattern },
  });
  return {
    grid: { left: 36, right: 12, top: 36, bottom: 44 },
    legend: { top: 0, itemWidth: 12, itemHeight: 10, textStyle: { color: c.text, fontSize: 11 } },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: (about: unknown) => {
        const bar = bars[(about as { dataIndex: number }[])[0]?.dataIndex ?? -1];
        return bar === undefined
          ? ''
          : `${brief(bar.value)}\n${bar.screened} screened, local reward ${score(bar.meanLocalReward)}\n${bar.tried} ran, gain ${signed(bar.meanGain)}\n${bar.accepted} accepted`;
      },
    },
    xAxis: { type: 'category', ...axis(c, ''), data: bars.map(b => brief(b.value, 14)) },
    yAxis: { type: 'value', ...axis(c, ''), minInterval: 1 },
    series: [
      stacked('accepted', c.good, b => b.accepted),
      stacked('rejected', 'transparent', b => b.tried - b.accepted, { borderColor: c.bad, borderWidth: 1.5 }),
      stacked('screened out', c.line, b => Math.max(0, b.screened - b.tried)),
    ] as Option['series'],
  };
}

// Of a continuous field nearly every value is another one.
function binned(field: FieldValues): TriedValue[] {
  const numbers = field.values.map(v => Number(v.value));
  if (field.values.length <= mostBars || numbers.some(n => !Number.isFinite(n))) return field.values;
  const log = /\blog$/.test(field.declares ?? '') && numbers.every(n => n > 0);
  const scaled = log ? numbers.map(Math.log) : numbers;
  const [low, high] = [Math.min(...scaled), Math.max(...scaled)];
  const width = (high - low) / ranges || 1;
  const back = (x: number): string => Number((log ? Math.exp(x) : x).toPrecision(3)).toString();
  return Array.from({ length: ranges }, (_, i) => {
    const inside = field.values.filter((_, k) => Math.min(ranges - 1, Math.floor((scaled[k]! - low) / width)) === i);
    const sum = (of: (v: TriedValue) => number): number => inside.reduce((s, v) => s + of(v), 0);
    const [screened, tried] = [sum(v => v.screened), sum(v => v.tried)];
    return {
      value: `${back(low + i * width)} to ${back(low + (i + 1) * width)}`,
      screened,
      tried,
      accepted: sum(v => v.accepted),
      meanLocalReward: screened === 0 ? null : sum(v => (v.meanLocalReward ?? 0) * v.screened) / screened,
      meanGain: tried === 0 ? null : sum(v => (v.meanGain ?? 0) * v.tried) / tried,
    };
  });
}
