import type { FieldChange, RunDocument } from '../document';
import { wordDiff } from '../diff';
import { absent, element, refill, table, verbatim } from '../dom';
import { brief } from '../format';

/** What the best configuration changed of the start: prompts word by word, other fields in a table. */
export function changes(host: HTMLElement, document: RunDocument): void {
  refill(host, ...differences(document.changes, 'Nothing yet: the best configuration is the start.'));
}

/** Two configurations' differences. */
export function differences(all: FieldChange[], otherwise: string): HTMLElement[] {
  if (all.length === 0) return [absent(otherwise)];
  const prompts = all.filter(c => c.kind === 'prompt');
  const others = all.filter(c => c.kind !== 'prompt');
  return [
    ...prompts.map(prompt =>
      element(
        'article',
        { class: 'prompt' },
        element('h3', {}, prompt.field),
        difference(prompt),
        element(
          'details',
          {},
          element('summary', {}, `${prompt.field}, before and after`),
          element('h4', {}, 'Before'),
          verbatim(prompt.before),
          element('h4', {}, 'After'),
          verbatim(prompt.after),
        ),
      )),
    ...(others.length === 0
      ? []
      : [
          table(
            'changed fields',
            [
              { title: 'Field', cell: c => c.field },
              { title: 'Before', cell: c => brief(c.before, 200) },
              { title: 'After', cell: c => brief(c.after, 200) },
              { title: 'Kind', cell: c => c.kind },
            ],
            others,
          ),
        ]),
  ];
}

function difference(change: FieldChange): HTMLElement {
  const host = element('div', { class: 'verbatim difference' });
  for (const piece of wordDiff(change.before, change.after)) {
    host.append(piece.kind === 'same' ? piece.text : element(piece.kind === 'added' ? 'ins' : 'del', {}, piece.text));
  }
  return host;
}
