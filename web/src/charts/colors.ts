// The page's colours for what does not inherit them, and word of their change.

export interface Colors {
  text: string;
  muted: string;
  line: string;
  surface: string;
  accent: string;
  good: string;
  bad: string;
}

export function colors(): Colors {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    text: of('text'),
    muted: of('muted'),
    line: of('line'),
    surface: of('surface'),
    accent: of('accent'),
    good: of('good'),
    bad: of('bad'),
  };
}

const painters = new Map<HTMLElement, () => void>();

/** Paints now, and again whenever the colours change, while the element is in the page. */
export function paint(host: HTMLElement, painter: () => void): void {
  for (const known of painters.keys()) {
    if (!known.isConnected) painters.delete(known);
  }
  painters.set(host, painter);
  painter();
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  for (const [host, painter] of painters) {
    if (host.isConnected) painter();
  }
});
