import type { ExampleOutcome, ReportDocument, TrajectoryDetail, TrajectorySlot } from '../document';
import { absent, element, refill, table, verbatim } from '../dom';
import type { Child } from '../dom';
import { count, duration, score, signed } from '../format';

/** The best and the worst examples with what each component made of them, before and after. */
export function examples(host: HTMLElement, report: ReportDocument): void {
  if (report.best.length === 0) {
    refill(host, absent('No example has been run to the end under the best configuration.'));
    return;
  }

  refill(
    host,
    element('h3', {}, 'Worst under the best configuration'),
    ...report.worst.map(o => outcome('worst', o)),
    element('h3', {}, 'Best under it'),
    ...report.best.map(o => outcome('best', o)),
    element('p', { class: 'aside' }, `${count(report.trajectories)} trajectories in all are in the run store.`),
  );
}

function outcome(which: string, { trajectory, before }: ExampleOutcome): HTMLElement {
  const { item } = trajectory;
  return element(
    'details',
    { class: 'example' },
    element(
      'summary',
      {},
      element('span', { class: 'tag' }, score(item.score)),
      ` ${item.example ?? ''} `,
      element('span', { class: 'aside' }, before === null ? '' : `was ${score(before.item.score)}, ${signed((item.score ?? 0) - (before.item.score ?? 0))}`),
      element('span', { class: 'unseen' }, ` (${which})`),
    ),
    ...input(trajectory),
    slots(trajectory, before),
  );
}

/** An example's input and label. */
export function input({ input, label, item }: TrajectoryDetail): Child[] {
  return [
    input === null ? null : element('h4', {}, 'Input'),
    input === null ? null : verbatim(input),
    label === null ? null : element('h4', {}, 'Label'),
    label === null ? null : verbatim(label),
    item.failedComponent === null ? null : element('p', { class: 'failure' }, `${item.failedComponent} failed: ${item.failure ?? ''}`),
  ];
}

/** What each component made, beside what it made under another configuration. */
export function slots(trajectory: TrajectoryDetail, before: TrajectoryDetail | null): HTMLElement {
  const old = new Map((before?.slots ?? []).map(s => [s.component, s]));
  return table<TrajectorySlot>(
    `trajectory ${trajectory.item.sequence}`,
    [
      { title: 'Component', cell: s => s.component },
      ...(before === null ? [] : [{ title: 'Made before', cell: (s: TrajectorySlot) => made(old.get(s.component)) }]),
      { title: before === null ? 'Made' : 'Made after', cell: s => made(s) },
      { title: 'Tokens', cell: s => count(s.inputTokens + s.outputTokens), number: true },
      { title: 'Time', cell: s => duration(s.latencySeconds), number: true },
    ],
    trajectory.slots,
  );
}

function made(slot: TrajectorySlot | undefined): Child {
  if (slot === undefined) return '–';
  if (slot.origin === 'skipped') return element('span', { class: 'aside' }, 'skipped');
  return slot.output === null ? element('span', { class: 'aside' }, 'not kept') : verbatim(slot.output);
}
