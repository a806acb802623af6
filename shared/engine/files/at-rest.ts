import { stampOf } from './stamp.ts';
import { beingWritten, showsWriters } from './writers.ts';

export type AtRest = {
  /** Something happened to this file. */
  note(file: string): void;
  close(): void;
};

/** After that long without news, whoever writes in place is done, if nobody can be asked who has the file open. Milliseconds. */
const QUIET = showsWriters ? 50 : 300;
/** Programs that move a folder, check out another branch or save a file by replacing it are done by then. Milliseconds. */
const GONE = 500;
/** How soon it is asked again who has it open, and how long it is waited for. Milliseconds. */
const AGAIN = 250;
const PATIENCE = 10_000;
/** Who changes a file all the time is not waited for any longer. Milliseconds. */
const LONGEST = 1500;

/**
 * Calls back for files once nobody is at work on them, as far as that can be known: what somebody writes to a file that was replaced meanwhile
 * is lost, and a folder that is being removed can't have one made in it.
 */
export function atRest(onRest: (file: string) => void): AtRest {
  const waiting = new Map<string, { readonly since: number; timer: NodeJS.Timeout }>();

  function wait(file: string, since: number, pause: number): void {
    const timer = setTimeout(() => void look(file, since), pause);
    clearTimeout(waiting.get(file)?.timer);
    waiting.set(file, { since, timer });
  }

  async function look(file: string, since: number): Promise<void> {
    const { timer } = waiting.get(file) ?? {};
    const isBusy = performance.now() - since < PATIENCE && (await beingWritten([file])).size > 0;
    // Closed, or there was more news while it was asked.
    if (waiting.get(file)?.timer !== timer) return;
    if (isBusy) return wait(file, since, AGAIN);
    waiting.delete(file);
    onRest(file);
  }

  return {
    note(file) {
      const now = performance.now();
      const since = waiting.get(file)?.since ?? now;
      const pause = stampOf(file) === 'ENOENT' ? GONE : QUIET;
      wait(file, since, Math.max(0, Math.min(pause, since + LONGEST - now)));
    },
    close() {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
