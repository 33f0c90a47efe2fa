// Fills the parts of a report that C# left to scripts.
import './style.css';
import { ofReport, ofRun } from './charts';
import type { ReportDocument } from './document';
import { absent } from './dom';

const report = JSON.parse(document.getElementById('document')!.textContent!) as ReportDocument;
for (const host of document.querySelectorAll<HTMLElement>('[data-part]')) {
  const part = host.dataset.part!;
  try {
    ofRun[part]?.(host, report.document);
    ofReport[part]?.(host, report);
  } catch (error) {
    // One part that can't be drawn does not keep the others from it.
    console.error(error);
    host.replaceChildren(absent(`This part can't be drawn: ${String(error)}`));
  }
}
document.documentElement.dataset.filled = 'true';
