import type { Change, EventData, RunDocument, RunEvent } from '../document';
import { absent, element, refill, table } from '../dom';
import type { Child } from '../dom';
import { brief, count, plain, runs, score, signed } from '../format';

/** What the optimization did and decided, turn by turn, with what each decision rested on. */
export function decisions(host: HTMLElement, document: RunDocument): void {
  if (document.events.length === 0) {
    refill(host, absent('Nothing has been decided yet.'));
    return;
  }

  const turns = new Map<number, RunEvent[]>();
  for (const happened of document.events) {
    const step = happened.kind === 'OptimizationFinished' || happened.kind === 'OutputsRewarded' ? Infinity : happened.step;
    turns.set(step, [...(turns.get(step) ?? []), happened]);
  }

  refill(
    host,
    ...document.leftOut.map(sentence => element('p', { class: 'aside' }, sentence)),
    ...[...turns].map(([step, events]) =>
      element(
        'details',
        { class: 'turn' },
        element('summary', {}, ...summary(step, events)),
        element('ol', { class: 'events' }, ...events.map(e => element('li', {}, ...told(e)))),
      )),
  );
}

function summary(step: number, events: RunEvent[]): Child[] {
  const last = events[events.length - 1]!;
  const accepted = events.filter(e => e.kind === 'CandidateAccepted');
  const rejected = events.filter(e => e.kind === 'CandidateRejected').length;
  const name = step === 0 ? 'Start' : step === Infinity ? 'End' : `Turn ${step}: ${events.find(e => e.component !== null)?.component ?? ''}`;
  const gain = accepted.reduce((sum, e) => sum + (e.data.meanGain ?? 0), 0);
  return [
    name,
    accepted.length > 0 ? element('span', { class: 'tag good' }, `accepted ${signed(gain)}`) : null,
    rejected > 0 ? element('span', { class: 'tag' }, `${rejected} rejected`) : null,
    element('span', { class: 'aside' }, ` after ${runs(last.spent.systemRuns)} system runs`),
  ];
}

/** An event as sentences. */
export function told({ kind, component, data }: RunEvent): Child[] {
  switch (kind) {
    case 'OptimizationPlanned':
      return [
        `Planned: ${data.searchedFields?.length ?? 0} fields searched on ${data.decidingExamples ?? 0} deciding examples, `,
        `${runs(data.leastSystemRuns ?? 0)} system runs at least, ${budget(data)}.`,
        data.searchedFields ? element('p', { class: 'aside' }, data.searchedFields.join(', ')) : null,
      ];
    case 'BaselineEvaluated':
      return [`The start scored ${score(data.mean)} ± ${score(data.standardError)}; ${data.failures ?? 0} runs failed.`];
    case 'ComponentPicked':
      return [`${component ?? ''} was picked.`];
    case 'ProposalFailed':
      return [`Proposing prompts for ${component ?? ''} failed: ${data.failure ?? ''}`];
    case 'WeightTrainingFailed':
      return [`Training ${component ?? ''} failed: ${data.failure ?? ''}`];
    case 'WeightsTrained':
      return [
        `${component ?? ''} was trained: its mean local reward went from ${score(data.rewardBefore)} to ${score(data.rewardAfter)} `,
        `in ${count(data.rollouts ?? 0)} rollouts, of which ${data.failures ?? 0} failed.`,
      ];
    case 'PreferencesCollected':
      return [`${component ?? ''} has ${count(data.pairs ?? 0)} preference pairs, with a mean gap of ${score(data.meanGap)} in global reward.`];
    case 'CandidatesScreened':
      return [
        `The local reward of ${component ?? ''} screened ${(data.candidates?.length ?? 0) + (data.candidatesLeftOut ?? 0)} candidates; ${data.kept?.length ?? 0} went on.`,
        screened(data),
      ];
    case 'CandidateRejected':
      return [
        element('span', { class: 'tag' }, 'rejected'),
        ` ${signed(data.meanGain)} against the incumbent, paired on ${data.examples ?? 0} examples.`,
        changeList(data.changes ?? []),
      ];
    case 'CandidateAccepted':
      return [
        element('span', { class: 'tag good' }, 'accepted'),
        ` ${signed(data.meanGain)} against the incumbent, paired on all deciding examples; the score is now ${score(data.mean)}.`,
        changeList(data.changes ?? []),
      ];
    case 'OutputsRewarded':
      return [
        `The local reward of ${component ?? ''} puts the best configuration's output above the start's on ${count(data.above ?? 0)} and below it on `,
        `${count(data.below ?? 0)} of ${count(data.compared ?? 0)} deciding examples.`,
      ];
    case 'OptimizationFinished':
      return [`Finished (${data.reason ?? ''}) with ${score(data.mean)}.`];
    default:
      return [`${kind} ${component ?? ''}`];
  }
}

function screened(data: EventData): HTMLElement {
  const kept = new Set(data.kept ?? []);
  const rows = (data.candidates ?? []).map((candidate, i) => ({ ...candidate, kept: kept.has(i) }));
  return table(
    'screened candidates',
    [
      { title: 'Local reward', cell: r => signed(r.localReward), number: true },
      { title: 'Went on', cell: r => (r.kept ? 'yes' : '') },
      { title: 'Changes', cell: r => r.changes.map(c => `${c.field}: ${brief(plain(c.after), 60)}`).join('; ') },
    ],
    rows.sort((a, b) => b.localReward - a.localReward),
  );
}

const changeList = (all: Change[]): HTMLElement =>
  element(
    'ul',
    { class: 'changes' },
    ...all.map(c => element('li', {}, element('b', {}, c.field), ` ${brief(plain(c.before), 160)} → ${brief(plain(c.after), 400)}`)));

function budget(data: EventData): string {
  const b = data.budget ?? {};
  const parts = [
    b.systemRuns === undefined ? null : `${count(b.systemRuns)} system runs`,
    b.calls === undefined ? null : `${count(b.calls)} calls`,
    b.tokens === undefined ? null : `${count(b.tokens)} tokens`,
    b.cost === undefined ? null : `$${b.cost}`,
    b.seconds === undefined ? null : `${count(b.seconds)} s`,
  ].filter(p => p !== null);
  return parts.length === 0 ? 'no limit' : `at most ${parts.join(', ')}`;
}
