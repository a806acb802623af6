import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { activityEvent } from '../../contract/snapshot.ts';
import { stampOf } from '../files/stamp.ts';

/** At this size the file becomes the older one, of which there is one. Bytes. */
const LARGEST = 512 * 1024;

const bindingIds = z.array(z.string()).readonly();

/** One line of the log. Holds no secret. */
export const loggedEvent = z
  .object({
    ...activityEvent.unwrap().pick({ id: true, at: true, kind: true, by: true, message: true }).shape,
    /** Files that were written, the first of them. */
    paths: z.array(z.string()).readonly().default([]),
    /** What an apply switched, and the journal's time of it: milliseconds since 1970. */
    switched: z.object({ at: z.number(), on: bindingIds, off: bindingIds }).readonly().optional(),
  })
  .readonly();
export type LoggedEvent = z.infer<typeof loggedEvent>;

/** What all hosts did, one JSON document a line. Whoever appends needs no lock: a line is appended whole or, in a crash, torn and ignored. */
export type ActivityLog = {
  /** False where the disk won't. */
  append(event: LoggedEvent): boolean;
  /** The newest so many, newest first. */
  newest(count: number): readonly LoggedEvent[];
  find(id: string): LoggedEvent | undefined;
};

export function activityPath(stateFolder: string): string {
  return path.join(stateFolder, 'activity.jsonl');
}

export function createActivityLog(stateFolder: string): ActivityLog {
  const file = activityPath(stateFolder);
  const older = path.join(stateFolder, 'activity.old.jsonl');
  let known: { readonly stamp: string; readonly count: number; readonly events: readonly LoggedEvent[] } | null = null;

  function* fromNewest(): Generator<LoggedEvent> {
    for (const part of [file, older]) {
      for (const line of linesOf(part).toReversed()) {
        const event = eventIn(line);
        if (event !== null) yield event;
      }
    }
  }
  return {
    append(event) {
      try {
        mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
        const line = `${JSON.stringify(event)}\n`;
        if (appendLine(file, line) > LARGEST) rotate(file, older);
        return true;
      } catch {
        return false;
      }
    },
    newest(count) {
      const stamp = `${stampOf(file)} ${stampOf(older)}`;
      if (known?.stamp !== stamp || known.count !== count) {
        known = { stamp, count, events: first(fromNewest(), count) };
      }
      return known.events;
    },
    find(id) {
      for (const event of fromNewest()) if (event.id === id) return event;
      return undefined;
    },
  };
}

function first<Item>(items: Iterable<Item>, count: number): readonly Item[] {
  const found: Item[] = [];
  for (const item of items) if (found.push(item) >= count) break;
  return found;
}

/** Appends in one go; answers the size of the file then. Throws where it is none. */
function appendLine(file: string, line: string): number {
  const { O_APPEND, O_CREAT, O_RDWR, O_NONBLOCK } = constants;
  // A pipe in its place would wait for the other end. Windows has no such flag, which adds nothing then.
  const handle = openSync(file, O_APPEND | O_CREAT | O_RDWR | O_NONBLOCK, 0o600);
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile()) throw new Error('no file');
    const { size } = stats;
    const last = Buffer.alloc(1);
    // A line that was torn ends here.
    const isTorn = size > 0 && readSync(handle, last, 0, 1, size - 1) === 1 && last.toString() !== '\n';
    return size + writeSync(handle, isTorn ? `\n${line}` : line);
  } finally {
    closeSync(handle);
  }
}

/** Who appends at the same time goes on in the older one, which is read as well. */
function rotate(file: string, older: string): void {
  // Another process may just have done so.
  if (statSync(file).size > LARGEST) renameSync(file, older);
}

function linesOf(file: string): readonly string[] {
  try {
    return statSync(file).isFile() ? readFileSync(file, 'utf8').split('\n') : [];
  } catch {
    return [];
  }
}

/** Null for a torn line, and for what a newer version wrote. */
function eventIn(line: string): LoggedEvent | null {
  try {
    return loggedEvent.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
