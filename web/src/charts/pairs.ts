import type { ComponentPairs, PairItem, ReportDocument } from '../document';
import { absent, element, refill, verbatim } from '../dom';
import { count, score } from '../format';

/** Of each component, the preference pairs with the largest gaps in global reward. */
export function pairs(host: HTMLElement, report: ReportDocument): void {
  refill(host, ...(report.pairs.length === 0 ? [absent('No preference pairs have been collected.')] : report.pairs.map(ofComponent)));
}

const ofComponent = ({ component, total, widest }: ComponentPairs): HTMLElement =>
  element('details', {}, element('summary', {}, `${component}: ${count(total)} pairs`), ...widest.map(pair));

/** A pair with its input. */
export const pair = (p: PairItem): HTMLElement =>
  element(
    'article',
    { class: 'pair' },
    element('p', {}, `Gap ${score(p.gap)}`, element('span', { class: 'aside' }, `${p.example === null ? '' : `, example ${p.example}`}, turn ${p.step}`)),
    element('h4', {}, 'For'),
    verbatim(p.input),
    element('div', { class: 'sides' },
      element('div', {}, element('h4', {}, 'Preferred'), verbatim(p.preferred)),
      element('div', {}, element('h4', {}, 'Rejected'), verbatim(p.rejected)),
    ),
  );
