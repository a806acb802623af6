export type Work = {
  /** Not measured: what has to stand before each turn. */
  prepare?(): void | Promise<void>;
  run(): void | Promise<void>;
};

/** Median milliseconds of each, measured in turns so that a busy moment hits all; a first turn, which warms caches up, is left out. */
export async function medians(works: Readonly<Record<string, Work>>, rounds = 9): Promise<Record<string, number>> {
  const times: Record<string, number[]> = {};
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, { prepare, run }] of Object.entries(works)) {
      await prepare?.();
      const started = performance.now();
      await run();
      if (round > 0) (times[name] ??= []).push(performance.now() - started);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, medianOf(all)]));
}

export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
