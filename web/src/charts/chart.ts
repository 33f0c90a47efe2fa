import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import type { CustomSeriesOption, LineSeriesOption, ScatterSeriesOption, BarSeriesOption } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import type { GridComponentOption, LegendComponentOption, TooltipComponentOption } from 'echarts/components';
import { init, use } from 'echarts/core';
import type { ComposeOption, ECharts } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { element } from '../dom';
import { colors, paint } from './colors';
import type { Colors } from './colors';

use([BarChart, CustomChart, LineChart, ScatterChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

export type Option = ComposeOption<
  CustomSeriesOption | LineSeriesOption | ScatterSeriesOption | BarSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption
>;

const drawn = new Map<HTMLElement, ECharts>();

// An element has its size only once it is laid out, and again whenever the window changes.
const sizes = new ResizeObserver(entries => {
  for (const { target } of entries) drawn.get(target as HTMLElement)?.resize();
});

/** An element with a chart, drawn once it is in the page. Its label says in words what is to be seen. */
export function chart(label: string, height: number, option: (colors: Colors) => Option): HTMLElement {
  const host = element('div', { class: 'chart', role: 'img', 'aria-label': label });
  host.style.height = `${height}px`;
  const whenShown = new ResizeObserver(() => {
    if (host.clientWidth === 0) return;
    whenShown.disconnect();
    // Not while sizes are observed, which drawing may change.
    requestAnimationFrame(() => {
      prune();
      const made = init(host, null, { renderer: 'svg' });
      drawn.set(host, made);
      sizes.observe(host);
      paint(host, () => made.setOption(withStyle(option(colors()), colors()), true));
    });
  });
  whenShown.observe(host);
  return host;
}

/** How an axis looks. */
export const axis = (c: Colors, name: string): object => ({
  name,
  nameLocation: 'middle',
  nameTextStyle: { color: c.muted },
  axisLabel: { color: c.muted, hideOverlap: true },
  axisLine: { lineStyle: { color: c.line } },
  axisTick: { lineStyle: { color: c.line } },
  splitLine: { lineStyle: { color: c.line, opacity: 0.6 } },
});

function withStyle(option: Option, c: Colors): Option {
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    ...option,
    tooltip: {
      // Texts of a run are drawn as texts.
      renderMode: 'richText',
      confine: true,
      backgroundColor: c.surface,
      borderColor: c.line,
      textStyle: { color: c.text, fontSize: 12 },
      ...(option.tooltip as TooltipComponentOption | undefined),
    },
  };
}

function prune(): void {
  for (const [host, chart] of drawn) {
    if (!host.isConnected) {
      sizes.unobserve(host);
      chart.dispose();
      drawn.delete(host);
    }
  }
}
