import type { ChartSize, FlowChart } from '../../shared/ports.js';
import { figuresIn, OCHRE, TEXT_STYLE, titleOf, TONES } from './palette.js';

type Node = FlowChart['nodes'][number];

const colourOf = ({ tone }: Node): string => (tone === undefined ? OCHRE : TONES[tone]);
/** Names stand beside their node; the last column needs room for them. */
const RIGHT: Readonly<Record<ChartSize, number>> = { wide: 190, narrow: 128 };
const NAME_WIDTH: Readonly<Record<ChartSize, number>> = { wide: 180, narrow: 118 };

/** A Sankey diagram: as wide as the energy, from left to right. */
export function flowOption({ title, unit, language, nodes, flows }: FlowChart, size: ChartSize = 'wide') {
  const print = figuresIn(language);
  const shown = flows.filter(({ value }) => value > 0);
  const used = nodes.filter(({ id }) => shown.some(({ from, to }) => from === id || to === id));
  const throughput = (id: string): number => Math.max(
    shown.filter(({ from }) => from === id).reduce((sum, { value }) => sum + value, 0),
    shown.filter(({ to }) => to === id).reduce((sum, { value }) => sum + value, 0),
  );
  return {
    animation: false, textStyle: TEXT_STYLE, title: titleOf(title, unit),
    series: [{
      type: 'sankey' as const, left: 0, right: RIGHT[size], top: 48, bottom: 16, nodeWidth: 14, nodeGap: size === 'wide' ? 22 : 34, silent: true,
      draggable: false, layoutIterations: 32, emphasis: { disabled: true },
      label: { ...TEXT_STYLE, width: NAME_WIDTH[size], overflow: 'break' as const, textBorderWidth: 0 },
      data: used.map((node) => ({
        name: node.id, itemStyle: { color: colourOf(node), borderWidth: 0 },
        label: { formatter: `${node.name}: ${print(Math.round(throughput(node.id)))}` },
      })),
      links: shown.map(({ from, to, value }) => ({ source: from, target: to, value })),
      lineStyle: { color: 'source' as const, opacity: 0.35, curveness: 0.5 },
    }],
  };
}
