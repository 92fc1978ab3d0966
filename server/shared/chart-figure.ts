/** What the partial `chart/figure` prints: a picture, one sentence that says what it shows, and its data as a table and a file. */
export interface ChartFigure {
  readonly svg: string;
  readonly narrow: string;
  readonly alt: string;
  readonly summary: string;
  readonly csv: string;
  readonly table: FigureTable;
}

export interface FigureRow {
  readonly name: string;
  readonly cells: readonly string[];
}

export interface FigureTable {
  readonly caption: string;
  /** The first column names the row. */
  readonly head: readonly string[];
  readonly rows: readonly FigureRow[];
  readonly total?: FigureRow;
}

/** The addresses of both sizes of a picture. */
export const bothSizes = (address: string): Pick<ChartFigure, 'svg' | 'narrow'> => {
  const joint = address.includes('?') ? '&' : '?';
  return { svg: `${address}${joint}size=wide`, narrow: `${address}${joint}size=narrow` };
};
