import type { RunDocument } from '../document';
import { element, refill, table } from '../dom';
import { count } from '../format';

/** What it takes to do the run again. */
export function reproduce(host: HTMLElement, document: RunDocument): void {
  const { run, examples } = document;
  refill(
    host,
    element(
      'p',
      {},
      'With the same seed, data, options and replies of the models, a run comes to the same result. The program that it was started from takes:',
    ),
    element('pre', { class: 'command', tabindex: '0' }, command(document)),
    element(
      'p',
      {},
      `The data: ${examples.map(e => `${count(e.examples)} ${e.split} examples${e.deciding > 0 ? `, ${count(e.deciding)} of them deciding` : ''}`).join('; ')}. `,
      'Their hashes, and everything else that has to agree:',
    ),
    table(
      'what has to agree',
      [
        { title: 'What', cell: ([name]) => name },
        { title: 'Value', cell: ([, value]) => value },
      ],
      Object.entries(run.facts),
    ),
  );
}

function command({ run }: RunDocument): string {
  const { facts } = run;
  const given = (name: string): string | null => (facts[name] === undefined || facts[name] === 'none' || facts[name] === '' ? null : facts[name]);
  const option = (name: string, fact: string): string[] => {
    const value = given(fact);
    return value === null || value === 'None' ? [] : [name, value];
  };
  return [
    'optimize --train TRAIN.jsonl --validation VALIDATION.jsonl',
    ...option('--runs', 'budget: system runs'),
    '--seed',
    run.seed,
    ...option('--engine', 'engine'),
    ...option('--control', 'control'),
    ...option('--deciding-examples', 'deciding examples'),
    // What the program was given stands among the facts under the options' own names.
    ...Object.keys(facts).filter(name => name.startsWith('--')).flatMap(name => [name, quoted(facts[name] ?? '')]),
    '--out DIR',
  ].join(' ');
}

const quoted = (value: string): string => (/^[\w./:=,+@%-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`);
