import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Log } from '../../../shared/ports/host.ts';
import type { Memory } from '../../../shared/view/tray/telling.ts';

/** What was told, in a file of the tray's own: ids of notices with times, and no text of any. */
export type MemoryFile = {
  /** Nothing where there is no file that can be understood: what holds is then told once more. */
  read(): Memory;
  /** At once, and without a word where the disk won't: it is only for the next start. */
  write(memory: Memory): void;
};

const form = z.record(
  z.string(),
  z.object({
    at: z.number(),
    count: z.int().min(0),
    urgency: z.enum(['soon', 'now']),
    solvedAt: z.number().nullable(),
  }),
);

/** `notifications.json` in the state folder. */
export function memoryFile(stateFolder: string, log: Log): MemoryFile {
  const file = path.join(stateFolder, 'notifications.json');
  let written = '{}\n';
  return {
    read() {
      try {
        const text = readFileSync(file, 'utf8');
        const memory = new Map(Object.entries(form.parse(JSON.parse(text))));
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
