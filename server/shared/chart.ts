import type { Language } from './language.js';

export type { Language } from './language.js';

export const HEAT_TONES = ['cold', 'cool', 'warm', 'hot'] as const;
export type HeatTone = (typeof HEAT_TONES)[number];

/** A narrow picture keeps its letters readable on a phone. */
export type ChartSize = 'wide' | 'narrow';

interface Titled {
  readonly title: string;
  readonly unit: string;
  /** How the figures along the axes are written; English without it. */
  readonly language?: Language;
}

/** Columns stacked on one another, one stack a category; the first series lies at the bottom. */
export interface StackedMonthsChart extends Titled {
  readonly kind: 'stacked-months';
  readonly categories: readonly string[];
  readonly series: readonly {
    readonly name: string;
    readonly values: readonly number[];
    /** A step of the cold-to-hot scale, for heat; by position without it. */
    readonly tone?: HeatTone;
    readonly hatched?: boolean;
  }[];
}

/** Twelve values each, MWh. */
export interface MonthlyHeatChart extends Titled {
  readonly kind: 'monthly-heat';
  readonly months: readonly string[];
  readonly names: {
    readonly offered: string; readonly demand: string; readonly delivered: string;
    /** In place of `offered` where the offer would make the demand a line on the floor, and is cut off. */
    readonly offeredAboveScale: string;
  };
  readonly offeredMwh: readonly number[];
  readonly demandMwh: readonly number[];
  readonly deliveredMwh: readonly number[];
}

/** Points by criterion, each step standing on the one before; `fullPoints` is what the criterion could give. */
export interface ScoreWaterfallChart extends Titled {
  readonly kind: 'score-waterfall';
  readonly names: { readonly given: string; readonly missed: string; readonly total: string };
  readonly criteria: readonly { readonly label: string; readonly points: number; readonly fullPoints: number }[];
}

/** How often an outcome falls between each edge and the next; part of the area lies below 0, part above. */
export interface DistributionChart extends Titled {
  readonly kind: 'distribution';
  /** What is counted, as "how many of 10 draws"; `unit` is that of the edges and marks. */
  readonly countUnit: string;
  /** One more than counts. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Lines across, each with its name. */
  readonly marks: readonly { readonly label: string; readonly value: number }[];
  readonly belowZero: string;
  readonly aboveZero: string;
}

/** One bar an input, from what it brings at its low end to what it brings at its high end, both as a change; largest swing first. */
export interface TornadoChart extends Titled {
  readonly kind: 'tornado';
  /** What the two ends of an input are called. */
  readonly endNames: { readonly low: string; readonly high: string };
  readonly bars: readonly {
    readonly label: string;
    /** The input itself at its ends, in words. */
    readonly lowLabel: string; readonly highLabel: string;
    readonly changeAtLow: number; readonly changeAtHigh: number;
  }[];
}

/** Points of two figures, joined in their order, and others beside them. */
export interface TradeOffChart {
  readonly kind: 'trade-off';
  readonly title: string;
  readonly language?: Language;
  readonly x: { readonly name: string; readonly unit: string };
  readonly y: { readonly name: string; readonly unit: string };
  readonly lineName: string;
  readonly points: readonly { readonly x: number; readonly y: number; readonly label: string }[];
  readonly marks: readonly { readonly name: string; readonly x: number; readonly y: number }[];
}

/** The hours of a year ranked by what is needed, each point the mean of `hoursPerPoint`; what is delivered in the same hours is shaded. */
export interface DurationChart extends Titled {
  readonly kind: 'duration';
  readonly axis: string;
  readonly names: { readonly demand: string; readonly delivered: string };
  readonly hoursPerPoint: number;
  readonly demand: readonly number[];
  readonly delivered: readonly number[];
}

/** What makes up a price, part on part, beside the price it has to beat; negative parts lie left of 0. */
export interface PriceCorridorChart extends Titled {
  readonly kind: 'price-corridor';
  /** Name of the bar that the parts make up. */
  readonly takes: string;
  readonly parts: readonly { readonly name: string; readonly value: number }[];
  readonly today: { readonly name: string; readonly value: number };
  readonly marks: readonly { readonly label: string; readonly value: number }[];
}

/** Where energy comes from and where it goes (Sankey). The tone of a node is that of its flows; without one it is no heat. */
export interface FlowChart extends Titled {
  readonly kind: 'flow';
  readonly nodes: readonly { readonly id: string; readonly name: string; readonly tone?: HeatTone }[];
  readonly flows: readonly { readonly from: string; readonly to: string; readonly value: number }[];
}

/** One cell an hour: 365 days across, 24 hours up. */
export interface CarpetChart extends Titled {
  readonly kind: 'carpet';
  readonly months: readonly string[];
  /** Of the axis of hours. */
  readonly hourName: string;
  /** 8760 values, the first hour of 1 January first. */
  readonly values: ArrayLike<number>;
}

export type Chart =
  | StackedMonthsChart | MonthlyHeatChart | ScoreWaterfallChart | DistributionChart | TornadoChart | TradeOffChart
  | DurationChart | PriceCorridorChart | FlowChart | CarpetChart;

export type ChartPaper = 'light' | 'dark';

/** The drawing library is loaded with the first picture, not at the start. */
export interface Charts {
  /** The picture as SVG text. */
  svg(chart: Chart, size?: ChartSize): Promise<string>;
  /** The same picture as JSON for the library in the browser, where its points can be asked for and its axes drawn apart. */
  option(chart: Chart, size?: ChartSize, paper?: ChartPaper): string;
}
