/** A mixed-integer linear problem as data, and what solves it. The solver itself lives outside this library and is handed in. */

/** Maximise `cost · x` with `lower <= x <= upper`, `rowLower <= A x <= rowUpper`; A by rows, Infinity where there is no limit. */
export interface MilpModel {
  readonly cost: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** 1 where the column takes whole numbers only. */
  readonly integer: Uint8Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** Where each row begins in `column` and `coefficient`; one entry more than there are rows. */
  readonly rowStart: Int32Array;
  readonly column: Int32Array;
  readonly coefficient: Float64Array;
}

export interface MilpProgress {
  readonly seconds: number;
  /** Value of the best solution so far, null before the first. */
  readonly value: number | null;
  /** No solution is worth more; null before it is known. */
  readonly bound: number | null;
}

export interface MilpOptions {
  /** Stop when `(bound - value) / |value|` is no larger. */
  readonly relativeGap: number;
  readonly timeLimitSeconds: number;
  /** Stop as soon as nothing worth more than this can exist. */
  readonly enoughBound?: number;
  readonly onProgress?: (progress: MilpProgress) => void;
}

export type MilpResult =
  | {
    readonly status: 'solved'; readonly value: number; readonly bound: number; readonly columns: Float64Array; readonly inTime: boolean;
    /** What one unit more of a column would change; without whole-number columns only. */
    readonly reducedCosts: Float64Array | null;
  }
  | { readonly status: 'infeasible' }
  /** The time was over before a first solution was found. */
  | { readonly status: 'no-solution'; readonly bound: number };

/** Rejects when the solver fails or is told to stop from outside. */
export interface MilpSolver {
  solve(model: MilpModel, options: MilpOptions): Promise<MilpResult>;
}

interface Row {
  readonly lower: number;
  readonly upper: number;
  readonly terms: readonly (readonly [column: number, coefficient: number])[];
}

/** Collects columns and rows, then lays them out. */
export class MilpBuilder {
  private readonly columns: { cost: number; lower: number; upper: number; integer: boolean }[] = [];
  private readonly rows: Row[] = [];

  /** Gives the column's number. */
  column(cost: number, lower: number, upper: number, integer = false): number {
    return this.columns.push({ cost, lower, upper, integer }) - 1;
  }

  row(lower: number, upper: number, terms: Row['terms']): void {
    this.rows.push({ lower, upper, terms: terms.filter(([, coefficient]) => coefficient !== 0) });
  }

  build(): MilpModel {
    const { columns, rows } = this;
    const rowStart = new Int32Array(rows.length + 1);
    rows.forEach(({ terms }, row) => { rowStart[row + 1] = (rowStart[row] ?? 0) + terms.length; });
    const terms = rows.flatMap((row) => row.terms);
    return {
      cost: Float64Array.from(columns, ({ cost }) => cost),
      lower: Float64Array.from(columns, ({ lower }) => lower),
      upper: Float64Array.from(columns, ({ upper }) => upper),
      integer: Uint8Array.from(columns, ({ integer }) => Number(integer)),
      rowLower: Float64Array.from(rows, ({ lower }) => lower),
      rowUpper: Float64Array.from(rows, ({ upper }) => upper),
      rowStart,
      column: Int32Array.from(terms, ([column]) => column),
      coefficient: Float64Array.from(terms, ([, coefficient]) => coefficient),
    };
  }
}
