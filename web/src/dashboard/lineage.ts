import { differences } from '../charts/changes';
import type { Candidate, RunDocument } from '../document';
import { absent, element, refill } from '../dom';
import { brief, count, plain, runs as systemRuns, score, signed } from '../format';
import * as api from './api';
import * as links from './links';
import { runHead } from './parts';
import { tree } from './tree';
import type { TreeNode } from './tree';
import type { View } from './view';

const start = 'start';

/** Where each configuration came from: the start, what was tried against it, what took its place, and so on. */
export async function lineage(view: View, id: string): Promise<void> {
  view.title(`Lineage of ${id}`);
  const document = await api.run(id, view.signal);
  const onlyAccepted = view.fields.get('accepted') === 'true';
  const candidates = document.candidates.filter(c => c.accepted || !onlyAccepted);
  const byKey = new Map(candidates.map(c => [String(c.sequence), c]));
  const detail = element('section', { class: 'detail', 'aria-label': 'The chosen configuration', 'aria-live': 'polite' }, absent('Choose a configuration in the tree.'));
  const show = (key: string): void => {
    // The address can be kept and sent, but choosing is no new page.
    history.replaceState(null, '', links.link(['runs', id, 'lineage'], { node: key, accepted: onlyAccepted ? 'true' : null }));
    void tell(view, document, byKey.get(key), detail);
  };
  const box = element('input', { type: 'checkbox' });
  box.checked = onlyAccepted;
  box.addEventListener('change', () => {
    location.hash = links.link(['runs', id, 'lineage'], { accepted: box.checked ? 'true' : null });
  });
  const root = treeOf(document, candidates);
  const made = tree(`Configurations of ${id}`, root, node => node.children.length > 0 && (node.key === start || node.children.some(c => byKey.get(c.key)?.accepted)), show);
  view.host.append(
    runHead(id, 'lineage', `Lineage of ${id}`),
    element(
      'p',
      {},
      'Each configuration stands under the one that it was tried against. Arrow keys walk the tree, right and left unfold and fold, Enter chooses. ',
      element('label', {}, box, ' only accepted ones'),
    ),
    ...document.leftOut.map(sentence => element('p', { class: 'aside' }, sentence)),
    element('div', { class: 'lineage' }, element('section', { 'aria-label': 'Tree' }, made.host), detail),
  );
  const chosen = view.fields.get('node') ?? String(candidates.filter(c => c.accepted).at(-1)?.sequence ?? start);
  made.choose(chosen);
  await tell(view, document, byKey.get(chosen), detail);
}

function treeOf(document: RunDocument, candidates: Candidate[]): TreeNode {
  const root: TreeNode = { key: start, label: [element('span', { class: 'what' }, 'Start'), ' ', element('span', { class: 'tag' }, score(document.run.initial))], children: [] };
  // The incumbent of a hash, as far as it has come: a configuration that is accepted again stands for what comes then.
  const incumbents = new Map([[document.run.start, root]]);
  for (const candidate of candidates) {
    const node: TreeNode = { key: String(candidate.sequence), label: labelOf(candidate), children: [] };
    (incumbents.get(candidate.parent) ?? root).children.push(node);
    if (candidate.accepted) incumbents.set(candidate.configuration, node);
  }

  return root;
}

const labelOf = (c: Candidate): (string | HTMLElement)[] => [
  element(
    'span',
    { class: 'what' },
    `${c.step} ${c.component}: `,
    c.changes.length === 0 ? 'no change of a field' : c.changes.map(x => `${shortly(x.field, c.component)} → ${brief(plain(x.after), 120)}`).join('; '),
  ),
  ' ',
  element('span', { class: `tag ${c.accepted ? 'good' : ''}` }, `${c.accepted ? 'accepted' : 'rejected'} ${signed(c.gain)}`),
];

/** A field's name without the component's, where the line has that already. */
const shortly = (field: string, component: string): string => (field.startsWith(`${component}.`) ? field.slice(component.length + 1) : field);

async function tell(view: View, document: RunDocument, candidate: Candidate | undefined, host: HTMLElement): Promise<void> {
  const { run } = document;
  const hash = candidate?.configuration ?? run.start;
  const ways = element(
    'p',
    { class: 'exports' },
    element('a', { href: api.configuration(run.id, hash), download: '' }, 'Export this configuration'),
    element('a', { href: links.toTrajectories(run.id, { configuration: hash }) }, 'Its trajectories'),
  );
  const best = run.best === hash ? element('span', { class: 'tag good' }, 'the best') : null;
  if (candidate === undefined) {
    refill(host, element('h2', {}, 'Start ', best), element('p', {}, `The run began with it; mean score ${score(run.initial)}.`), ways);
    return;
  }

  host.setAttribute('aria-busy', 'true');
  let changes: HTMLElement[];
  try {
    changes = differences(await api.changes(run.id, candidate.parent, candidate.configuration, view.signal), 'No field differs.');
  } catch (error) {
    if (view.signal.aborted) return;
    changes = [absent(error instanceof Error ? error.message : String(error))];
  }

  if (host.dataset.key !== undefined && host.dataset.key !== String(candidate.sequence) && !host.isConnected) return;
  host.removeAttribute('aria-busy');
  refill(
    host,
    element('h2', {}, `Turn ${candidate.step}, ${candidate.component} `, element('span', { class: `tag ${candidate.accepted ? 'good' : 'bad'}` }, candidate.accepted ? 'accepted' : 'rejected'), best),
    element(
      'p',
      {},
      `Gain ${signed(candidate.gain)} over its parent on ${count(candidate.examples)} deciding examples; mean score ${score(candidate.score)}, after ${systemRuns(candidate.systemRuns)} system runs.`,
    ),
    element('h3', {}, 'Against its parent'),
    ...changes,
    ways,
  );
}
