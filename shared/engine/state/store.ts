import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import { writeTextFile } from '../files/atomic-write.ts';
import { readTextFile } from '../files/text-file.ts';

/** The file is ours and written under the writer lock: only a person's editor can come between, and not often. */
const ATTEMPTS = 3;

/** Parsed content of one of our own files, undefined when there is none. Problems: as `readTextFile`; `fileInvalid` when it is not JSON. */
export async function readJson(file: string): Promise<Result<unknown>> {
  const target = await readTextFile(file);
  if (!target.ok) return target;
  if (!target.value.exists) return ok(undefined);
  try {
    const parsed: unknown = JSON.parse(target.value.text);
    return ok(parsed);
  } catch {
    // The parser's own message quotes the text, which may be private.
    return failed(
      problemOf('fileInvalid', `${file} is not valid JSON.`, { advice: 'Restore it from a backup, or move it away.' }),
    );
  }
}

/** Replaces one of our own files atomically: 0600, missing folders 0700. Problems: as `readTextFile` and `writeTextFile`. */
export async function writeJson(file: string, value: unknown): Promise<Result<void>> {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const target = await readTextFile(file);
    if (!target.ok) return target;
    const outcome = await writeTextFile(target.value, { text, mode: 0o600 });
    if (!outcome.ok) return outcome;
    if (outcome.value.kind !== 'conflict') return ok(undefined);
  }
  return failed(
    problemOf('fileBusy', `${file} kept changing while it was being written.`, {
      advice: 'Close the program that writes it.',
      retryable: true,
    }),
  );
}
