import mermaid from 'mermaid';
import type { RunDocument } from '../document';
import { element, refill, tableBehind } from '../dom';
import { signed } from '../format';
import { colors, paint } from './colors';

let made = 0;

/** The system's graph, each component with what its turns gained. */
export function graph(host: HTMLElement, document: RunDocument): void {
  const { gains, run } = document;
  const drawing = element('div', {
    class: 'graph scroll',
    role: 'img',
    tabindex: '0',
    'aria-label': `The graph of ${run.system}. ${gains.filter(g => g.accepted > 0).map(g => `${g.component} gained ${signed(g.gain)}`).join(', ')}`,
  });
  const whole = gains.find(g => g.component === run.system && !run.components.includes(g.component));
  refill(
    host,
    element(
      'p',
      {},
      'A gain is the sum over the accepted candidates of the mean score on the deciding examples, each against the incumbent of its time.',
      whole && whole.accepted > 0 ? ` Turns of the whole system gained ${signed(whole.gain)}.` : null,
    ),
    drawing,
    tableBehind(
      'gains by component',
      [
        { title: 'Component', cell: g => g.component },
        { title: 'Gain', cell: g => signed(g.gain), number: true },
        { title: 'Accepted', cell: g => g.accepted, number: true },
        { title: 'Rejected', cell: g => g.rejected, number: true },
      ],
      gains,
    ),
  );
  paint(drawing, () => void draw(drawing, document));
}

async function draw(host: HTMLElement, document: RunDocument): Promise<void> {
  const c = colors();
  mermaid.initialize({
    startOnLoad: false,
    layout: 'dagre',
    look: 'classic',
    securityLevel: 'strict',
    theme: 'base',
    htmlLabels: false,
    flowchart: { htmlLabels: false, useMaxWidth: true },
    fontFamily: 'system-ui, sans-serif',
    themeVariables: {
      background: c.surface,
      primaryColor: c.surface,
      primaryTextColor: c.text,
      primaryBorderColor: c.muted,
      lineColor: c.muted,
      textColor: c.text,
      fontSize: '14px',
    },
  });
  try {
    const { svg } = await mermaid.render(`graph-${made++}`, withGains(document, c.good, c.surface, c.text));
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    host.replaceChildren(host.ownerDocument.importNode(parsed, true));
  } catch (error) {
    // The text says the same, if less well.
    console.error(error);
    host.replaceChildren(element('pre', {}, document.run.graph));
  }
}

function withGains(document: RunDocument, good: string, surface: string, text: string): string {
  const { components } = document.run;
  const gainOf = new Map(document.gains.map(g => [g.component, g]));
  const gained: string[] = [];
  const lines = document.run.graph.split('\n').map(line => {
    const [, indent, index, label] = /^(\s*)c(\d+)\["(.*)"\]$/.exec(line) ?? [];
    const component = index === undefined ? undefined : components[Number(index)];
    if (component === undefined) return line;
    const gain = gainOf.get(component);
    const tried = gain !== undefined && gain.accepted + gain.rejected > 0;
    if (gain !== undefined && gain.gain > 0) gained.push(`c${index}`);
    const told = tried ? `<br/>${gain.accepted > 0 ? `gain ${signed(gain.gain)}` : 'no gain'}` : '';
    return `${indent}c${index}["${label!.replace(/<\/?i>/g, '')}${told}"]`;
  });
  if (gained.length > 0) {
    lines.push(`    classDef gained fill:${surface},stroke:${good},stroke-width:3px,color:${text}`, `    class ${gained.join(',')} gained`);
  }
  return lines.join('\n');
}
