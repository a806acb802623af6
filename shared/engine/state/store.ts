import { existsSync, lstatSync } from 'node:fs';
import { z } from 'zod';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { writeTextFile } from '../files/atomic-write.ts';
import { realFileSystem } from '../files/file-system.ts';
import { shellWord } from '../files/shell-word.ts';
import { readTextFile, STATE_BYTES } from '../files/text-file.ts';

/** The file is ours and written under the writer lock: only a person's editor can come between, and not often. */
const ATTEMPTS = 3;

/** One of our own JSON files that has a version. */
export type StateFile<T> = {
  readonly path: string;
  /** As a sentence has it. */
  readonly title: string;
  /** The newest one there is; `schema` may take older ones and bring them up to it. */
  readonly version: number;
  readonly schema: z.ZodType<T>;
  /** What a machine without the file has. */
  readonly empty: T;
  /** What becomes of it when somebody starts anew. */
  readonly loss: string;
};

/**
 * What a file says; `content` is undefined when there is none. Problem: `settingsInvalid` for a newer version, or a form that is
 * unknown: such a file is never overwritten, since whoever writes reads it first.
 */
export function versioned<T>(file: StateFile<T>, content: unknown): Result<T> {
  if (content === undefined) return ok(file.empty);
  const version = z.object({ version: z.int() }).safeParse(content);
  if (version.success && version.data.version > file.version) {
    return failed(
      problemOf('settingsInvalid', `${file.path} was written by a newer version of CodeArtifact Tray.`, {
        advice: 'Update this copy of CodeArtifact Tray.',
      }),
    );
  }
  const parsed = file.schema.safeParse(content);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  return failed(notUnderstood(file, `it has an unknown form${place}.`));
}

/** Somebody may start anew without it: the file is kept aside, never deleted. */
export function notUnderstood({ path, title, loss }: Omit<StateFile<unknown>, 'schema'>, detail: string): Problem {
  return problemOf('settingsInvalid', `The ${title} ${path} can't be read: ${detail}`, {
    advice: `Correct the file, or move it away to start anew: ${loss}.`,
    command: moveAside(path),
  });
}

/** The same for bytes that are no text; what is no file at all, or can't be got at, is named as it would be anywhere. */
export function unreadable(file: Omit<StateFile<unknown>, 'schema'>, problem: Problem): Problem {
  if (problem.code !== 'fileInvalid' || !isSingleFile(file.path)) return problem;
  return notUnderstood(file, problem.message.replace(file.path, 'it'));
}

function isSingleFile(path: string): boolean {
  try {
    const stats = lstatSync(path);
    return stats.isFile() && stats.nlink === 1;
  } catch {
    return false;
  }
}

function moveAside(path: string): string {
  let aside = `${path}.old`;
  for (let number = 2; existsSync(aside); number += 1) aside = `${path}.old-${number}`;
  return `${realFileSystem.platform === 'win32' ? 'move' : 'mv'} ${shellWord(path)} ${shellWord(aside)}`;
}

/** The versioned file, read anew. Problems: as `versioned`, also when it is no JSON, and as `readTextFile`. */
export async function readVersioned<T>(file: StateFile<T>): Promise<Result<T>> {
  const content = await readJson(file.path, notUnderstood(file, 'it is not valid JSON.'));
  return content.ok ? versioned(file, content.value) : failed(unreadable(file, content.error));
}

/** Parsed content of one of our own files, undefined when there is none. Problems: as `readTextFile`, and the given one for no JSON. */
export async function readJson(file: string, notJson = noJson(file)): Promise<Result<unknown>> {
  const target = await readTextFile(file, undefined, STATE_BYTES);
  if (!target.ok) return target;
  if (!target.value.exists) return ok(undefined);
  try {
    const parsed: unknown = JSON.parse(target.value.text);
    return ok(parsed);
  } catch {
    // The parser's own message quotes the text, which may be private.
    return failed(notJson);
  }
}

function noJson(file: string): Problem {
  return problemOf('fileInvalid', `${file} is not valid JSON.`, {
    advice: 'Restore it from a backup, or move it away.',
  });
}

/** Replaces one of our own files atomically: 0600, missing folders 0700. Problems: as `readTextFile` and `writeTextFile`. */
export async function writeJson(file: string, value: unknown): Promise<Result<void>> {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const target = await readTextFile(file, undefined, STATE_BYTES);
    if (!target.ok) return target;
    const outcome = await writeTextFile(target.value, { text, mode: 0o600, carried: 'nothing' });
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
