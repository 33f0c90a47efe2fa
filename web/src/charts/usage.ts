import type { RunDocument } from '../document';
import { absent, refill, table } from '../dom';
import { count, dollars, duration } from '../format';

/** What the calls to language models came to. */
export function usage(host: HTMLElement, document: RunDocument): void {
  refill(
    host,
    document.usage.length === 0
      ? absent('No component called a language model.')
      : table(
          'calls to language models',
          [
            { title: 'For', cell: u => u.component },
            { title: 'By', cell: u => u.purpose },
            { title: 'Model', cell: u => u.model ?? '' },
            { title: 'Calls', cell: u => count(u.calls), number: true },
            { title: 'Tokens in', cell: u => count(u.inputTokens), number: true },
            { title: 'Tokens out', cell: u => count(u.outputTokens), number: true },
            { title: 'Cost', cell: u => dollars(u.cost), number: true },
            { title: 'Mean time', cell: u => duration(u.meanLatencySeconds), number: true },
          ],
          document.usage,
        ),
  );
}
