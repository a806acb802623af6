/** One line of docs/performance.md. */
export type Row = {
  /** What was done, as a person would say or type it. */
  readonly work: string;
  /** The median of what it took. */
  readonly value: number;
  readonly unit: 'ms' | 's' | 'MB' | '%';
  /** What did the same, in turns in the same run. */
  readonly peer?: string;
  /** `value` as a multiple of the peer's. */
  readonly ratio?: number;
  /** The most that it should be: of the ratio where there is a peer, else of the value. */
  readonly goal?: number;
};

/** What is measured together, under one heading. */
export type Bench = {
  readonly title: string;
  measure(): Promise<readonly Row[]>;
};

/** The row of a work that was measured in turns with its peer. */
export function compared(
  { work, goal }: Pick<Row, 'work' | 'goal'>,
  times: Readonly<Record<string, number>>,
  peer: string,
): Row {
  const value = times[work] ?? Number.NaN;
  return {
    work,
    value,
    unit: 'ms',
    peer,
    ratio: value / (times[peer] ?? Number.NaN),
    ...(goal === undefined ? {} : { goal }),
  };
}
