// The server's documents, each asked for by one function. The types of a run's are in ../document.
import type { FieldChange, Page, PairItem, RunDocument, RunSummary, TrajectoryDetail, TrajectoryItem } from '../document';

export interface StoreState {
  file: string;
  state: 'ready' | 'missing' | 'unreadable';
  message: string | null;
}

export interface RunProgress {
  run: RunSummary;
  lastEvent: number;
}

export interface RunDifference {
  a: RunSummary;
  b: RunSummary;
  isComparable: boolean;
  changes: FieldChange[];
}

/** What the server says against a request, or that it is gone. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly field: string | null,
    message: string,
  ) {
    super(message);
  }
}

/** An answer with its version; asked again with it, null says that nothing has changed. */
export interface Versioned<T> {
  value: T;
  version: string | null;
}

async function ask(path: string, signal: AbortSignal, version: string | null = null): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { signal, cache: 'no-store', headers: version === null ? {} : { 'If-None-Match': version } });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Refused(0, 'unreachable', null, 'The dashboard does not answer; is optimas ui still running?');
  }

  if (response.ok || response.status === 304) return response;
  if (response.status === 401) {
    // The session ended with the server that began it.
    location.reload();
  }

  const reason = (await response.json().catch(() => null)) as { error?: { code: string; field: string | null; message: string } } | null;
  const { code, field, message } = reason?.error ?? { code: 'failed', field: null, message: `The dashboard answered ${response.status}.` };
  throw new Refused(response.status, code, field, message);
}

const read = async <T>(path: string, signal: AbortSignal): Promise<T> => (await (await ask(path, signal)).json()) as T;

async function again<T>(path: string, version: string | null, signal: AbortSignal): Promise<Versioned<T> | null> {
  const response = await ask(path, signal, version);
  return response.status === 304 ? null : { value: (await response.json()) as T, version: response.headers.get('ETag') };
}

const ofRun = (id: string): string => `/api/runs/${encodeURIComponent(id)}`;

const query = (fields: Record<string, string | number | null>): string => {
  const given = Object.entries(fields).filter(([, value]) => value !== null && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
};

export const store = (signal: AbortSignal): Promise<StoreState> => read('/api/store', signal);

export const runs = (version: string | null, signal: AbortSignal): Promise<Versioned<RunSummary[]> | null> => again('/api/runs', version, signal);

export const run = (id: string, signal: AbortSignal): Promise<RunDocument> => read(ofRun(id), signal);

export const progress = (id: string, version: string | null, signal: AbortSignal): Promise<Versioned<RunProgress> | null> =>
  again(`${ofRun(id)}/progress`, version, signal);

export const trajectories = (id: string, fields: Record<string, string | number | null>, signal: AbortSignal): Promise<Page<TrajectoryItem>> =>
  read(`${ofRun(id)}/trajectories${query(fields)}`, signal);

export const trajectory = (id: string, sequence: string, signal: AbortSignal): Promise<TrajectoryDetail> =>
  read(`${ofRun(id)}/trajectories/${encodeURIComponent(sequence)}`, signal);

export const pairs = (id: string, fields: Record<string, string | number | null>, signal: AbortSignal): Promise<Page<PairItem>> =>
  read(`${ofRun(id)}/pairs${query(fields)}`, signal);

export const changes = (id: string, from: string, to: string, signal: AbortSignal): Promise<FieldChange[]> =>
  read(`${ofRun(id)}/changes${query({ from, to })}`, signal);

export const difference = (a: string, b: string, signal: AbortSignal): Promise<RunDifference> => read(`/api/diff${query({ a, b })}`, signal);

/** Where a configuration can be downloaded. */
export const configuration = (id: string, hash: string): string => `${ofRun(id)}/configurations/${hash}`;
