// Every part of a page about a run, by its name.
import type { ReportDocument, RunDocument } from '../document';
import { alignment } from './alignment';
import { changes } from './changes';
import { decisions } from './decisions';
import { examples } from './examples';
import { graph } from './graph';
import { pairs } from './pairs';
import { reproduce } from './reproduce';
import { reward } from './reward';
import { usage } from './usage';
import { values } from './values';

/** Those that a run's document is enough for. */
export const ofRun: Record<string, (host: HTMLElement, document: RunDocument) => void> = {
  reward,
  changes,
  graph,
  alignment,
  values,
  decisions,
  usage,
  reproduce,
};

/** Those that need some of its trajectories or pairs. */
export const ofReport: Record<string, (host: HTMLElement, report: ReportDocument) => void> = { examples, pairs };
