import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { Clock, TokenStore } from '../../ports/host.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import { journalPath, readJournal, writeJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { readLedger } from './ledger.ts';
import { rereading, reusing } from './reread.ts';
import type { Ledger } from './ledger.ts';
import { byId, readSettings, writeSettings } from './settings.ts';
import type { Settings } from './settings.ts';
import { foreignState, hideFromGit, removeLeftovers } from './state-folder.ts';
import { createWriterLock } from './writer-lock.ts';
import type { WriterLock } from './writer-lock.ts';

/** What the files in the state folder say. */
export type State = { readonly settings: Settings; readonly journal: Journal; readonly ledger: Ledger };

export type StateFiles = {
  /** What they say now, since several hosts share them; one that did not change since is not read again. Problem: `stateUntrusted` where others can write in the folder. */
  read(): Promise<Result<State>>;
  /**
   * Runs as the only one over all processes that asks AWS for tokens, and until the ledger and the files hold what came of it. May be
   * nested, and written in. Problem: `locked` for who is writing: others would wait for AWS, and two for each other's lock.
   */
  requesting<T>(task: () => Promise<Result<T>>): Promise<Result<T>>;
  /** Runs as the only writer over all processes. May be nested. The signal aborts when that is no longer so. */
  exclusively<T>(task: (signal: AbortSignal) => Promise<Result<T>>): Promise<Result<T>>;
  /** Reads, changes and writes the settings as the only writer; answers what they are then. */
  changeSettings(
    change: (settings: Settings) => Result<Settings> | Promise<Result<Settings>>,
  ): Promise<Result<Settings>>;
  /** Call it with the lock held, since the journal was read. */
  writeJournal(journal: Journal): Promise<Result<void>>;
};

export type StateDependencies = {
  readonly stateFolder: string;
  readonly settings: SettingsStore;
  readonly tokens: TokenStore;
  readonly clock: Clock;
};

export function createState({ stateFolder, settings: store, tokens, clock }: StateDependencies): StateFiles {
  const writers = createWriterLock(stateFolder);
  const requests = createWriterLock(stateFolder, undefined, 'request');
  const settingsNow = rereading(store.path, async () => readSettings(store));
  let lastLedger: Ledger | null = null;
  const journalNow = rereading(journalPath(stateFolder), async () => readJournal(stateFolder));

  async function under<T>(lock: WriterLock, task: (signal: AbortSignal) => Promise<Result<T>>): Promise<Result<T>> {
    const foreign = await foreignState(stateFolder);
    if (foreign !== null) return failed(foreign);
    const outcome = await lock.run(async (signal) => {
      await hideFromGit(stateFolder);
      return task(signal);
    });
    return outcome.ok ? outcome.value : outcome;
  }

  const exclusively: StateFiles['exclusively'] = async (task) =>
    under(writers, async (signal) => {
      // Whoever has only the request lock would remove what the writer is about to rename.
      await removeLeftovers(stateFolder);
      return task(signal);
    });

  return {
    async requesting(task) {
      if (writers.isHeld()) return failed(writingAlready());
      return under(requests, task);
    },
    exclusively,
    async read() {
      const foreign = await foreignState(stateFolder);
      if (foreign !== null) return failed(foreign);
      const settings = await settingsNow.read();
      if (!settings.ok) return settings;
      const journal = await journalNow.read();
      if (!journal.ok) return journal;
      const ledger = await readLedger(stateFolder, clock);
      if (!ledger.ok) return ledger;
      lastLedger = reusing(lastLedger, ledger.value);
      return ok({ settings: settings.value, journal: journal.value, ledger: lastLedger });
    },
    async changeSettings(change) {
      return exclusively(async () => {
        const before = await readSettings(store);
        if (!before.ok) return before;
        const after = await change(before.value);
        if (!after.ok || after.value === before.value) return after;
        const written = await writeSettings(store, after.value);
        if (!written.ok) return written;
        // Kept for nobody, a token would stay in the key store's care until it ends.
        for (const { id } of before.value.tokens) if (byId(after.value.tokens, id) === undefined) tokens.delete(id);
        return written;
      });
    },
    async writeJournal(journal) {
      const written = await writeJournal(stateFolder, journal);
      if (written.ok) journalNow.wrote(journal);
      return written;
    },
  };
}

function writingAlready(): Problem {
  return problemOf('locked', 'A token that is missing can only be asked for when nothing is being written.', {
    advice: 'Try again.',
    retryable: true,
  });
}
