import type { Alignment, RunDocument } from '../document';
import { absent, element, refill, tableBehind } from '../dom';
import { runs, score } from '../format';
import { axis, chart } from './chart';
import type { Option } from './chart';
import type { Colors } from './colors';

/** How well each component's local reward ranks outputs as the global reward does, after each training. */
export function alignment(host: HTMLElement, document: RunDocument): void {
  const trainings = document.alignment;
  if (trainings.length === 0) {
    refill(host, absent('No local reward has been trained.'));
    return;
  }

  const measured = document.run.components
    .map(component => ({ component, points: trainings.filter(a => a.component === component && a.accuracy !== null) }))
    .filter(c => c.points.length > 0);
  refill(
    host,
    element(
      'p',
      {},
      'The share of preference pairs, held out of the training, that a local reward ranks as the global reward does, with its 95% interval. 0.5 is chance.',
    ),
    measured.length === 0 ? absent('No pairs could be held out, so nothing was measured.') : null,
    element(
      'div',
      { class: 'multiples' },
      ...measured.map(({ component, points }) =>
        element(
          'figure',
          {},
          element('figcaption', {}, component, element('span', { class: 'aside' }, ` ${score(points[points.length - 1]!.accuracy)} at last`)),
          chart(`Alignment of ${component}: ${points.map(p => `${score(p.accuracy)} in turn ${p.step}`).join(', ')}.`, 180, c => over(points, c)),
        )),
    ),
    tableBehind(
      'each training',
      [
        { title: 'Turn', cell: a => a.step, number: true },
        { title: 'System runs', cell: a => runs(a.systemRuns), number: true },
        { title: 'Component', cell: a => a.component },
        { title: 'Pairs', cell: a => a.pairs, number: true },
        { title: 'Held out', cell: a => a.heldOut ?? '–', number: true },
        { title: 'Alignment', cell: a => score(a.accuracy), number: true },
        { title: '95% interval', cell: a => (a.low === null || a.high === null ? '–' : `${score(a.low)} to ${score(a.high)}`), number: true },
        { title: 'Says', cell: a => (a.abstains ? 'abstains: too little evidence' : 'a reward') },
      ],
      trainings,
    ),
  );
}

function over(points: Alignment[], c: Colors): Option {
  const turns = points.map(p => p.step);
  return {
    grid: { left: 44, right: 16, top: 12, bottom: 40 },
    tooltip: {
      formatter: (about: unknown) => {
        const point = points[(about as { dataIndex: number }).dataIndex];
        return point === undefined
          ? ''
          : `turn ${point.step}: ${score(point.accuracy)} (${score(point.low)} to ${score(point.high)})\n${point.heldOut ?? 0} of ${point.pairs} pairs held out`;
      },
    },
    xAxis: {
      type: 'value',
      ...axis(c, 'turn'),
      nameGap: 24,
      min: Math.max(0, Math.min(...turns) - 1),
      max: Math.max(...turns) + 1,
      minInterval: 1,
    },
    yAxis: { type: 'value', ...axis(c, ''), min: 0, max: 1, interval: 0.25 },
    series: [
      {
        type: 'custom',
        data: points.map(p => [p.step, p.low ?? p.accuracy!, p.high ?? p.accuracy!]),
        encode: { x: 0, y: [1, 2] },
        renderItem: (_, api) => {
          const [low, high] = [api.coord([api.value(0), api.value(1)]), api.coord([api.value(0), api.value(2)])];
          const bar = (x1: number, y1: number, x2: number, y2: number): object => ({
            type: 'line',
            shape: { x1, y1, x2, y2 },
            style: { stroke: c.muted, lineWidth: 1.5 },
          });
          return {
            type: 'group',
            children: [
              bar(low[0]!, low[1]!, high[0]!, high[1]!),
              bar(low[0]! - 4, low[1]!, low[0]! + 4, low[1]!),
              bar(high[0]! - 4, high[1]!, high[0]! + 4, high[1]!),
            ],
          } as never;
        },
      },
      {
        type: 'line',
        data: points.map(p => [p.step, p.accuracy]),
        symbol: 'circle',
        symbolSize: 8,
        lineStyle: { color: c.accent, width: 2 },
        itemStyle: { color: c.accent },
        markLine: {
          silent: true,
          symbol: 'none',
          label: { show: false },
          lineStyle: { color: c.muted, type: 'dashed' },
          data: [{ yAxis: 0.5 }],
        },
      },
    ],
  };
}
