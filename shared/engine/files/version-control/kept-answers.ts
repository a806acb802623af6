import { isSettled, stampOf } from '../stamp.ts';

type Stamps = readonly (readonly [file: string, stamp: string])[];

/** Answers by the file that they are about, and the stamps of the files that they went by. */
export type KeptAnswers<Answer> = Map<string, { readonly answer: Answer; readonly stamps: Stamps }>;

/**
 * The answer of before where none of the files that it went by changed, else a new one: it goes by `files`, and by those of `alsoBy`;
 * null where nobody knows by which, so that it is not kept.
 */
export async function keptAnswer<Answer>(
  kept: KeptAnswers<Answer>,
  key: string,
  files: readonly string[],
  ask: () => Promise<{ readonly answer: Answer; readonly alsoBy: readonly string[] | null }>,
): Promise<Answer> {
  const known = kept.get(key);
  if (known?.stamps.every(([file, stamp]) => stampOf(file) === stamp) === true) return known.answer;
  const begun = Date.now();
  const before = files.map((file) => [file, stampOf(file)] as const);
  const { answer, alsoBy } = await ask();
  const stamps = [...before, ...(alsoBy ?? []).map((file) => [file, stampOf(file)] as const)];
  // What changed while it was asked may have been read before or after.
  if (alsoBy !== null && stamps.every(([, stamp]) => isSettled(stamp, begun))) kept.set(key, { answer, stamps });
  else kept.delete(key);
  return answer;
}
