// Addresses of the pages, which stand after the # of the one that the server has.

export interface Place {
  /** The parts of the path. */
  parts: string[];
  fields: URLSearchParams;
}

export function here(): Place {
  const [path = '', search = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  return { parts: path.split('/').filter(p => p !== '').map(decodeURIComponent), fields: new URLSearchParams(search) };
}

type Fields = Record<string, string | number | null | undefined>;

export function link(parts: (string | number)[], fields: Fields = {}): string {
  const given = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `#/${parts.map(p => encodeURIComponent(p)).join('/')}${search === '' ? '' : `?${search}`}`;
}

export const toRuns = (): string => link([]);
export const toRun = (run: string): string => link(['runs', run]);
export const toTrajectories = (run: string, fields: Fields = {}): string => link(['runs', run, 'trajectories'], fields);
export const toTrajectory = (run: string, sequence: number): string => link(['runs', run, 'trajectories', sequence]);
export const toPairs = (run: string, fields: Fields = {}): string => link(['runs', run, 'pairs'], fields);
export const toLineage = (run: string, node?: number): string => link(['runs', run, 'lineage'], { node });
export const toComparison = (runs: string[]): string => link(['compare'], { runs: runs.join(',') });
