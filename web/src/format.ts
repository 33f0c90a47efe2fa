// Numbers as people read them, the same in every locale.

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const count = (value: number): string => grouped.format(value);

export const score = (value: number | null | undefined): string => (value === null || value === undefined ? '–' : value.toFixed(3));

export const signed = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;

export const runs = (value: number): string => value.toFixed(1);

export const dollars = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : `$${value.toFixed(value !== 0 && Math.abs(value) < 1 ? 4 : 2)}`;

export function duration(seconds: number): string {
  if (seconds < 0.1) return `${(seconds * 1000).toFixed(1)} ms`;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A value as it fits into a line. */
export function brief(text: string, length = 80): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/** Events show texts in quotation marks; a reader needs none. */
export const plain = (shown: string): string => (/^".*"$/s.test(shown) && shown.length > 1 ? shown.slice(1, -1) : shown);
