import type { ExampleOutcome, OutputReward, ReportDocument, TrajectoryDetail, TrajectoryItem, TrajectorySlot } from '../document';
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

function outcome(which: string, { trajectory, before, rewards }: ExampleOutcome): HTMLElement {
  const { item } = trajectory;
  return element(
    'details',
    { class: 'example' },
    element(
      'summary',
      {},
      element('span', { class: item.score === null ? 'tag bad' : 'tag' }, reached(item)),
      ` ${item.example ?? ''} `,
      element('span', { class: 'aside' }, was(item, before?.item)),
      element('span', { class: 'unseen' }, ` (${which})`),
    ),
    ...input(trajectory),
    slots(trajectory, before),
    rewarded(trajectory, rewards),
  );
}

function rewarded({ item }: TrajectoryDetail, rewards: OutputReward[]): HTMLElement | null {
  if (rewards.length === 0) return null;
  return table<OutputReward>(
    `local rewards of trajectory ${item.sequence}`,
    [
      { title: 'Local reward of', cell: r => r.component },
      { title: 'What was made before', cell: r => signed(r.before), number: true },
      { title: 'What was made after', cell: r => signed(r.after), number: true },
      { title: 'Difference', cell: r => (r.before === null || r.after === null ? '–' : signed(r.after - r.before)), number: true },
    ],
    rewards,
  );
}

const reached = (item: TrajectoryItem): string => (item.score === null ? 'failed' : score(item.score));

function was(item: TrajectoryItem, before: TrajectoryItem | undefined): string {
  if (before === undefined) return '';
  return item.score === null || before.score === null ? `was ${reached(before)}` : `was ${score(before.score)}, ${signed(item.score - before.score)}`;
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
