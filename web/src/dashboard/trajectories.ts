import type { TrajectoryItem, TrajectorySlot } from '../document';
import { absent, element, refill, table, verbatim } from '../dom';
import type { Child } from '../dom';
import { brief, count, dollars, duration, score } from '../format';
import * as api from './api';
import * as links from './links';
import { paging, runHead, section } from './parts';
import type { View } from './view';

const pageSize = 50;

const orders: [string, string][] = [['newest', 'Newest first'], ['oldest', 'Oldest first'], ['best', 'Highest score first'], ['worst', 'Lowest score first']];

const names = ['order', 'example', 'step', 'minScore', 'maxScore', 'failed', 'text', 'configuration'];

/** A run's trajectories, by pages and filters. */
export async function trajectories(view: View, id: string): Promise<void> {
  view.title(`Trajectories of ${id}`);
  const fields: Record<string, string | null> = Object.fromEntries(names.map(name => [name, view.fields.get(name)]));
  const offset = Math.max(0, Math.floor(Number(view.fields.get('offset') ?? 0)) || 0);
  const list = element('div', { 'aria-busy': 'true' }, absent('Reading…'));
  const { form, refuse } = filters(id, fields);
  view.host.append(
    runHead(id, 'trajectories', `Trajectories of ${id}`),
    element('section', { 'aria-label': 'Filters' }, form),
    element('section', { 'aria-label': 'Trajectories' }, list),
  );
  try {
    const { items, total } = await api.trajectories(id, { ...fields, offset, count: pageSize }, view.signal);
    const ways = (label: string): HTMLElement =>
      paging({ offset, count: pageSize, total, to: o => links.toTrajectories(id, { ...fields, offset: o === 0 ? null : o }) }, label);
    refill(
      list,
      ways('Pages'),
      items.length === 0 ? absent(total === 0 ? 'No trajectory fits these filters.' : 'The list is shorter than that.') : rows(id, fields, items),
      items.length > 20 ? ways('Pages, below the table') : null,
    );
  } catch (error) {
    if (!(error instanceof api.Refused) || error.field === null) throw error;
    refill(list, absent('Mend the filter above.'));
    refuse(error.field, error.message);
  } finally {
    list.removeAttribute('aria-busy');
  }
}

function rows(id: string, fields: Record<string, string | null>, items: TrajectoryItem[]): HTMLElement {
  const only = (name: string, value: string | number, text: string): HTMLElement =>
    element('a', { href: links.toTrajectories(id, { ...fields, [name]: value }), title: `Only those: ${name} ${value}` }, text);
  return table(
    'trajectories',
    [
      { title: 'Trajectory', cell: t => element('a', { href: links.toTrajectory(id, t.sequence) }, t.sequence), number: true },
      { title: 'Example', cell: t => (t.example === null ? '–' : only('example', t.example, brief(t.example, 40))) },
      { title: 'Turn', cell: t => only('step', t.step, t.step === 0 ? 'start' : `${t.step} ${t.turn ?? ''}`) },
      { title: 'Score', cell: t => score(t.score), number: true },
      { title: 'Came to', cell: outcome },
      { title: 'Ran', cell: t => count(t.executions), number: true },
      { title: 'Tokens', cell: t => count(t.tokens), number: true },
      { title: 'Cost', cell: t => dollars(t.cost), number: true },
      { title: 'Took', cell: t => duration(t.latencySeconds), number: true },
      { title: 'Configuration', cell: t => only('configuration', t.configuration, t.configuration.slice(0, 8)) },
    ],
    items,
  );
}

const outcome = (t: TrajectoryItem): Child =>
  t.failedComponent !== null
    ? element('span', { class: 'failure' }, `failed in ${t.failedComponent}`)
    : t.complete ? 'an output' : 'a part';

function filters(id: string, fields: Record<string, string | null>): { form: HTMLFormElement; refuse: (field: string, message: string) => void } {
  const input = (name: string, text: string, attributes: Record<string, string>): HTMLElement =>
    element('label', {}, text, element('input', { name, value: fields[name] ?? '', ...attributes }));
  const select = (name: string, text: string, options: [string, string][]): HTMLElement =>
    element('label', {}, text, element('select', { name }, ...options.map(([value, label]) => {
      const option = element('option', { value }, label);
      option.selected = value === (fields[name] ?? '');
      return option;
    })));
  const problem = element('p', { class: 'failure', role: 'alert' });
  const form = element(
    'form',
    { class: 'filters' },
    select('order', 'Order', orders),
    input('example', 'Example', { maxlength: '300' }),
    input('step', 'Turn', { inputmode: 'numeric', size: '5' }),
    input('minScore', 'Score from', { inputmode: 'decimal', size: '6' }),
    input('maxScore', 'Score to', { inputmode: 'decimal', size: '6' }),
    select('failed', 'Failed', [['', 'either'], ['true', 'failed'], ['false', 'not failed']]),
    input('text', 'Text in an output', { maxlength: '200', type: 'search' }),
    input('configuration', 'Configuration', { maxlength: '32', size: '12' }),
    element('div', { class: 'buttons' }, element('button', { type: 'submit' }, 'Filter'), element('a', { href: links.toTrajectories(id) }, 'Clear')),
    problem,
  );
  form.addEventListener('submit', event => {
    event.preventDefault();
    const given = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
    if (given.order === 'newest') given.order = '';
    location.hash = links.toTrajectories(id, given);
  });
  return {
    form,
    refuse: (field, message) => {
      const wrong = form.elements.namedItem(field);
      if (wrong instanceof HTMLElement) wrong.setAttribute('aria-invalid', 'true');
      problem.textContent = `${field}: ${message}`;
    },
  };
}

/** One trajectory: what each component made of it, and where that came from. */
export async function trajectory(view: View, id: string, sequence: string): Promise<void> {
  view.title(`Trajectory ${sequence} of ${id}`);
  const { item, input, label, slots } = await api.trajectory(id, sequence, view.signal);
  const number = (name: string, value: Child): HTMLElement => element('div', {}, element('dt', {}, name), element('dd', {}, value));
  view.host.append(
    runHead(id, 'trajectories', `Trajectory ${item.sequence} of ${id}`),
    element(
      'dl',
      { class: 'numbers' },
      number('Score', score(item.score)),
      number('Example', item.example === null ? '–' : element('a', { href: links.toTrajectories(id, { example: item.example }) }, brief(item.example, 40))),
      number('Turn', element('a', { href: links.toTrajectories(id, { step: item.step }) }, item.step === 0 ? 'start' : `${item.step} ${item.turn ?? ''}`)),
      number('Configuration', element('a', { href: links.toTrajectories(id, { configuration: item.configuration }) }, item.configuration.slice(0, 8))),
      number('Components run', count(item.executions)),
      number('Calls', count(item.calls)),
      number('Tokens', count(item.tokens)),
      number('Cost', dollars(item.cost)),
      number('Took', duration(item.latencySeconds)),
      number('Ended at', duration(item.elapsedSeconds)),
    ),
    item.failure === null
      ? ''
      : section('failure', `${item.failedComponent ?? 'A component'} failed`, element('p', { class: 'failure' }, 'It threw:'), verbatim(item.failure)),
    section(
      'example',
      'Example',
      ...(input === null
        ? [absent('The input is not one of the run\'s examples.')]
        : [element('h3', {}, 'Input'), verbatim(pretty(input)), element('h3', {}, 'Label'), label === null ? absent('None.') : verbatim(label)]),
    ),
    section('slots', 'What each component made', ...(slots.length === 0 ? [absent('Nothing.')] : slots.map(slot => slotOf(id, slot)))),
    element(
      'p',
      {},
      element('a', { href: api.configuration(id, item.configuration), download: '' }, 'Export the configuration that it ran under'),
    ),
  );
}

function slotOf(id: string, slot: TrajectorySlot): HTMLElement {
  return element(
    'article',
    { class: 'slot' },
    element('h3', {}, slot.component, ' ', element('span', { class: 'tag' }, slot.origin)),
    element('p', { class: 'aside' }, ...origin(id, slot)),
    slot.output === null ? absent(slot.origin === 'skipped' ? 'It had nothing to do for this input.' : 'No output.') : verbatim(pretty(slot.output)),
  );
}

function origin(id: string, slot: TrajectorySlot): Child[] {
  const from = slot.source === null ? null : element('a', { href: links.toTrajectory(id, slot.source) }, `trajectory ${slot.source}`);
  switch (slot.origin) {
    case 'executed':
      return [
        `Ran in ${duration(slot.latencySeconds)}`,
        slot.calls > 0 ? `, ${count(slot.calls)} ${slot.calls === 1 ? 'call' : 'calls'}, ${count(slot.inputTokens)} tokens in, ${count(slot.outputTokens)} out, ${dollars(slot.cost)}` : '',
        '.',
      ];
    case 'kept':
      return from === null ? ['Kept from an earlier trajectory.'] : ['Kept from ', from, ', which ran it.'];
    case 'forced':
      return from === null ? ['Put there as a candidate output, to see what comes of it.'] : ['Put there as a candidate output, made in ', from, '.'];
    case 'skipped':
      return ['Skipped.'];
  }
}

/** JSON over several lines; anything else as it is. */
function pretty(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
