// The dashboard: one page, filled by what stands after the # of its address.
import '../style.css';
import './dashboard.css';
import './styles';
import { absent, element } from '../dom';
import * as api from './api';
import { compare } from './compare';
import { lineage } from './lineage';
import * as links from './links';
import { pairs } from './pairs';
import { run } from './run';
import { runs } from './runs';
import { trajectories, trajectory } from './trajectories';
import { pause } from './view';
import type { Told, View } from './view';

const main = document.getElementById('main')!;
const spoken = element('p', { class: 'unseen', 'aria-live': 'polite', id: 'spoken' });
const notice = element('p', { class: 'notice', role: 'status', hidden: '' });
const skip = element('a', { class: 'skip', href: '#main' }, 'To the content');
const file = element('span', { class: 'aside' });
let current: AbortController | null = null;

document.body.prepend(
  skip,
  element(
    'header',
    { class: 'bar' },
    element('a', { class: 'name', href: links.toRuns() }, 'Optimas'),
    element('nav', { 'aria-label': 'Dashboard' }, element('ul', {}, element('li', {}, element('a', { href: links.toRuns() }, 'Runs')), element('li', {}, element('a', { href: links.toComparison([]) }, 'Compare')))),
    file,
  ),
  notice,
  spoken,
);
// What stands after # is an address here, so that the browser can't jump by it.
skip.addEventListener('click', event => {
  event.preventDefault();
  (main.querySelector<HTMLElement>('h1') ?? main).focus();
});

function say(text: string | null): void {
  notice.hidden = text === null;
  if (notice.textContent !== (text ?? '')) notice.textContent = text ?? '';
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Shows what the address names; the store is waited for until it is there. */
async function go(isFirst: boolean): Promise<void> {
  current?.abort();
  const ending = (current = new AbortController());
  const { signal } = ending;
  const place = links.here();
  say(null);
  main.replaceChildren();
  main.setAttribute('aria-busy', 'true');
  const view: View = {
    host: main,
    signal,
    fields: place.fields,
    title: text => (document.title = `${text} · Optimas`),
    announce: text => (spoken.textContent = text),
  };
  try {
    if (!(await ready(signal))) return;
    const shown = show(view, place.parts);
    // Who walked here by a link is to read on from the heading.
    if (!isFirst) main.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
    await shown;
    if (!isFirst && !signal.aborted && !main.contains(document.activeElement)) main.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  } catch (error) {
    if (signal.aborted) return;
    if (main.childElementCount === 0) main.append(element('h1', { tabindex: '-1' }, document.title.replace(' · Optimas', '')));
    main.append(element('p', { class: 'failure', role: 'alert' }, messageOf(error)));
  } finally {
    if (!signal.aborted) main.removeAttribute('aria-busy');
  }
}

async function ready(signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    try {
      const state = await api.store(signal);
      if (signal.aborted) return false;
      file.textContent = state.file;
      if (state.state === 'ready') {
        say(null);
        main.replaceChildren();
        return true;
      }

      wait(`${state.message ?? 'The store is not there.'} Looking again every second.`);
    } catch (error) {
      if (signal.aborted) return false;
      say(messageOf(error));
    }

    await pause(1000, signal);
  }

  return false;
}

function wait(message: string): void {
  say(message);
  if (main.childElementCount === 0) main.append(element('h1', { tabindex: '-1' }, 'Waiting for the run store'), absent('The runs appear here by themselves.'));
}

async function show(view: View, parts: string[]): Promise<void> {
  const [kind, id, what, which] = parts;
  // What is not there does not come by asking again; anything else may, and a step that works takes back what the one before said.
  const told: Told = error => {
    if (error instanceof api.Refused && error.status === 404) throw error;
    say(error === null ? null : messageOf(error));
  };
  if (kind === undefined) return await runs(view, told);
  if (kind === 'compare' && id === undefined) return await compare(view, told);
  if (kind === 'runs' && id !== undefined) {
    if (what === undefined) return await run(view, id, told);
    if (what === 'trajectories') return which === undefined ? await trajectories(view, id) : await trajectory(view, id, which);
    if (what === 'pairs' && which === undefined) return await pairs(view, id);
    if (what === 'lineage' && which === undefined) return await lineage(view, id);
  }

  view.title('Not found');
  view.host.append(element('h1', { tabindex: '-1' }, 'Not found'), absent('There is no such page.'), element('a', { href: links.toRuns() }, 'To the runs'));
}

addEventListener('hashchange', () => void go(false));
void go(true);
