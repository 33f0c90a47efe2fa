// What a page of the dashboard is: something that fills an element, follows what changes, and ends when the reader goes on.

export interface View {
  /** Where the view stands. */
  host: HTMLElement;
  /** Ends it. */
  signal: AbortSignal;
  fields: URLSearchParams;
  /** Names the page. */
  title: (text: string) => void;
  /** Says something to who can't see the page change. */
  announce: (text: string) => void;
}

const everySecond = 1000;

/** Hears how a step went: what it failed with, or null. What it throws ends the following. */
export type Told = (error: unknown) => void;

/** Does something now and then every second while the page is seen, until the view ends; a failure is told and tried again. */
export async function follow(view: View, step: () => Promise<void>, told: Told): Promise<void> {
  while (!view.signal.aborted) {
    try {
      await step();
      if (view.signal.aborted) return;
      view.host.removeAttribute('aria-busy');
      told(null);
    } catch (error) {
      if (view.signal.aborted) return;
      told(error);
    }

    await pause(everySecond, view.signal);
    await shown(view.signal);
  }
}

/** Waits; returns early when the signal is given. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const ended = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', ended);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', ended, { once: true });
  });
}

// A page in the background asks for nothing.
function shown(signal: AbortSignal): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise(resolve => {
    const looked = (): void => {
      if (!signal.aborted && document.hidden) return;
      document.removeEventListener('visibilitychange', looked);
      signal.removeEventListener('abort', looked);
      resolve();
    };
    document.addEventListener('visibilitychange', looked);
    signal.addEventListener('abort', looked);
  });
}
