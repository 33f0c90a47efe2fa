// Bundles the pages into FOLDER (artifacts/web by default): NAME.js and NAME.css each, for Optimas.Reports and Optimas.Dashboard to embed.
import { build } from 'esbuild';
import { basename } from 'node:path';

const folder = process.argv[2] ?? '../artifacts/web';

// Mermaid loads each kind of diagram when it is asked for. A page of one file would hold all of them; flowcharts, laid out by dagre, are all
// that a system's graph needs.
const needed = /\/(flowDiagram|dagre|sizeCapture)-[A-Z0-9]+\.mjs$/;
const flowchartsOnly = {
  name: 'flowcharts-only',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, importer, kind }) =>
      kind === 'dynamic-import' && /node_modules.mermaid/.test(importer) && !needed.test(path)
        ? { path: basename(path), namespace: 'left-out' }
        : undefined);
    onLoad({ filter: /./, namespace: 'left-out' }, ({ path }) => ({
      contents: `throw new Error(${JSON.stringify(`${path} is not part of this page.`)});`,
    }));
  },
};

const pages = ['src/report.ts', 'src/dashboard/dashboard.ts'];
await build({
  entryPoints: Object.fromEntries(pages.map(page => [basename(page, '.ts'), page])),
  outdir: folder,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  legalComments: 'eof',
  logLevel: 'warning',
  plugins: [flowchartsOnly],
});
