// The JSON of Optimas.Reports/Documents: src/Optimas.Reports/Documents/ReportJson.cs writes these types.

export type RunStatus = 'running' | 'interrupted' | 'finished' | 'failed';

export interface Spent {
  systemRuns: number;
  calls: number;
  tokens: number;
  /** US dollars, where a price is known; else 0. */
  cost: number;
  elapsedSeconds: number;
}

export interface RunSummary {
  id: string;
  system: string;
  status: RunStatus;
  /** Why it ended; null while it has not. */
  message: string | null;
  created: string;
  updated: string;
  elapsedSeconds: number;
  seed: number;
  /** The start's mean score; null before it was evaluated. */
  initial: number | null;
  score: number | null;
  gainStandardError: number | null;
  spent: Spent;
  /** Names in topological order. */
  components: string[];
}

export interface RunDetail extends RunSummary {
  signature: string;
  sessions: number;
  facts: Record<string, string>;
  /** A Mermaid flowchart; `cN` is the component at position N. */
  graph: string;
  start: string;
  best: string;
}

export interface ExampleSet {
  split: 'train' | 'validation';
  examples: number;
  deciding: number;
}

export type RewardPointKind = 'start' | 'accepted' | 'rejected' | 'finished';

export interface RewardStep {
  event: number;
  kind: RewardPointKind;
  step: number;
  component: string | null;
  score: number;
  best: number;
  spent: Spent;
}

export interface Change {
  field: string;
  before: string;
  after: string;
}

export interface Candidate {
  sequence: number;
  step: number;
  component: string;
  parent: string;
  configuration: string;
  changes: Change[];
  accepted: boolean;
  gain: number;
  examples: number;
  score: number;
  systemRuns: number;
}

export interface Alignment {
  sequence: number;
  step: number;
  component: string;
  pairs: number;
  evidence: number;
  epochs: number;
  accuracy: number | null;
  low: number | null;
  high: number | null;
  heldOut: number | null;
  abstains: boolean;
  systemRuns: number;
}

export interface ModelCalls {
  purpose: 'component' | 'proposer';
  component: string;
  model: string | null;
  calls: number;
  inputTokens: number;
  outputTokens: number;
  cost: number | null;
  meanLatencySeconds: number;
}

/** An event's own properties; the kinds are those of Optimas/Optimization/EventJson.cs. */
export interface EventData {
  searchedFields?: string[];
  decidingExamples?: number;
  leastSystemRuns?: number;
  budget?: { systemRuns?: number; calls?: number; tokens?: number; cost?: number; seconds?: number };
  mean?: number;
  standardError?: number;
  failures?: number;
  step?: number;
  failure?: string;
  before?: string | null;
  after?: string;
  rewardBefore?: number;
  rewardAfter?: number;
  rollouts?: number;
  pairs?: number;
  meanGap?: number;
  candidates?: { changes: Change[]; localReward: number }[];
  candidatesLeftOut?: number;
  kept?: number[];
  changes?: Change[];
  meanGain?: number;
  examples?: number;
  compared?: number;
  above?: number;
  below?: number;
  reason?: string;
}

export interface RunEvent {
  sequence: number;
  kind: string;
  step: number;
  component: string | null;
  data: EventData;
  spent: Spent;
}

export type FieldKind = 'prompt' | 'hyperparameter' | 'model' | 'weights' | 'selector' | 'setting';

export interface FieldChange {
  field: string;
  component: string;
  kind: FieldKind;
  before: string;
  after: string;
}

export interface ComponentGain {
  /** A component; the system's name for turns of all of them. */
  component: string;
  gain: number;
  accepted: number;
  rejected: number;
}

export interface TriedValue {
  value: string;
  screened: number;
  meanLocalReward: number | null;
  tried: number;
  accepted: number;
  meanGain: number | null;
}

export interface FieldValues {
  field: string;
  declares: string | null;
  start: string | null;
  best: string | null;
  values: TriedValue[];
}

export interface Configuration {
  system: string;
  signatureHash: string;
  signature: Record<string, string>;
  components: Record<string, Record<string, unknown>>;
}

export interface RunDocument {
  run: RunDetail;
  examples: ExampleSet[];
  rewards: RewardStep[];
  candidates: Candidate[];
  alignment: Alignment[];
  usage: ModelCalls[];
  events: RunEvent[];
  /** The last event that was stored; -1 before the first one. */
  lastEvent: number;
  configurations: { start: Configuration; best: Configuration };
  changes: FieldChange[];
  gains: ComponentGain[];
  values: FieldValues[];
  /** What was left out to keep the document small, a sentence each. */
  leftOut: string[];
}

export type SlotOrigin = 'executed' | 'kept' | 'forced' | 'skipped';

export interface TrajectorySlot {
  component: string;
  origin: SlotOrigin;
  output: string | null;
  source: number | null;
  latencySeconds: number;
  calls: number;
  inputTokens: number;
  outputTokens: number;
  cost: number;
}

export interface TrajectoryItem {
  sequence: number;
  example: string | null;
  step: number;
  turn: string | null;
  configuration: string;
  score: number | null;
  complete: boolean;
  failedComponent: string | null;
  failure: string | null;
  executions: number;
  calls: number;
  tokens: number;
  cost: number;
  latencySeconds: number;
  elapsedSeconds: number;
}

export interface TrajectoryDetail {
  item: TrajectoryItem;
  input: string | null;
  label: string | null;
  slots: TrajectorySlot[];
}

export interface PairItem {
  sequence: number;
  step: number;
  component: string;
  example: string | null;
  input: string;
  preferred: string;
  rejected: string;
  gap: number;
}

export interface Page<T> {
  items: T[];
  total: number;
}

/** The local rewards of a component's outputs on an example, under the start and under the best configuration. */
export interface OutputReward {
  component: string;
  example: string;
  before: number | null;
  after: number | null;
}

export interface ExampleOutcome {
  trajectory: TrajectoryDetail;
  before: TrajectoryDetail | null;
  rewards: OutputReward[];
}

export interface ComponentPairs {
  component: string;
  total: number;
  widest: PairItem[];
}

/** What a report shows. */
export interface ReportDocument {
  document: RunDocument;
  best: ExampleOutcome[];
  worst: ExampleOutcome[];
  trajectories: number;
  pairs: ComponentPairs[];
}
