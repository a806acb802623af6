import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Log } from '../../../shared/ports/host.ts';
import type { Memory, Telling } from '../../../shared/view/tray/telling.ts';

/** What was told, in a file of the tray's own: ids of notices with times, and no text of any. */
export type MemoryFile = {
  /** Nothing where there is no file that can be understood: what holds is then told once more. */
  read(): Memory;
  /** At once, and without a word where the disk won't: it is only for the next start. */
  write(memory: Memory): void;
};

/** `notifications.json` in the state folder. */
export function memoryFile(stateFolder: string, log: Log): MemoryFile {
  const file = path.join(stateFolder, 'notifications.json');
  let written = '{}\n';
  return {
    read() {
      try {
        const text = readFileSync(file, 'utf8');
        const memory = tellingsIn(JSON.parse(text));
        written = text;
        return memory;
      } catch {
        return new Map();
      }
    },
    write(memory) {
      const text = `${JSON.stringify(Object.fromEntries(memory))}\n`;
      if (text === written) return;
      written = text;
      try {
        writeFileSync(`${file}.new`, text, { mode: 0o600 });
        renameSync(`${file}.new`, file);
      } catch {
        log('warn', 'What was told could not be noted; it is told again after the next start');
      }
    },
  };
}

/** By hand, because the icon would wait for a library that does it. */
function tellingsIn(content: unknown): Memory {
  const entries = isRecord(content) ? Object.entries(content) : [];
  return new Map(entries.filter((entry): entry is [string, Telling] => isTelling(entry[1])));
}

function isTelling(value: unknown): value is Telling {
  if (!isRecord(value)) return false;
  const { at, count, urgency, solvedAt } = value;
  const areNumbers = [at, count, solvedAt ?? 0].every((number) => typeof number === 'number');
  return areNumbers && (urgency === 'soon' || urgency === 'now');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
