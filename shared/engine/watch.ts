import path from 'node:path';
import { watch } from 'chokidar';
import type { FSWatcher } from 'chokidar';
import type { Snapshot } from '../contract/snapshot.ts';
import type { Core, EnginePorts } from './core/core.ts';
import { describeError } from './secrets/describe-error.ts';
import { journalPath } from './state/journal.ts';
import { ledgerPath } from './state/ledger.ts';

/** Which kind of file changed: one we patch, one of ours, or one that AWS credentials come from. */
export type Watched = 'target' | 'state' | 'aws';

export type Watcher = {
  /** Watches what this snapshot speaks of, and no longer what an earlier one did. */
  follow(snapshot: Snapshot): void;
  close(): Promise<void>;
};

/**
 * Tells when a file of interest changes, whoever changed it. For targets and our own files their folders are watched, because
 * editors and package managers replace files instead of writing into them.
 */
export function watchFiles({ ports }: Core, onChange: (file: string, what: Watched) => void): Watcher {
  let files = new Map<string, Watched>();
  let watcher: FSWatcher | null = null;
  let folders: readonly string[] = [];
  let isClosed = false;

  function kindOf(file: string): Watched | undefined {
    return files.get(file) ?? files.get(path.dirname(file));
  }

  function report(file: string): void {
    const what = kindOf(file);
    if (what !== undefined) onChange(file, what);
  }

  return {
    follow(snapshot) {
      // A snapshot that was being made when the engine stopped comes afterwards.
      if (isClosed) return;
      files = interesting(ports, snapshot);
      const wanted = [
        ...new Set([...files].map(([file, what]) => (what === 'aws' ? file : path.dirname(file)))),
      ].sort();
      if (wanted.join('\0') === folders.join('\0')) return;
      if (watcher === null) {
        watcher = watch([...wanted], {
          depth: 0,
          ignoreInitial: true,
          ignored: (file, stats) => stats?.isFile() === true && kindOf(file) === undefined,
        });
        watcher.on('add', report).on('change', report).on('unlink', report);
        watcher.on('error', (error) => ports.log('warn', `Watching failed: ${describeError(error)}`));
      } else {
        watcher.add(wanted.filter((folder) => !folders.includes(folder)));
        watcher.unwatch(folders.filter((folder) => !wanted.includes(folder)));
      }
      folders = wanted;
    },
    async close() {
      isClosed = true;
      await watcher?.close();
    },
  };
}

function interesting(ports: EnginePorts, snapshot: Snapshot): Map<string, Watched> {
  const { stateFolder } = ports.environment;
  const files = new Map<string, Watched>([
    [ports.settings.path, 'state'],
    [journalPath(stateFolder), 'state'],
    [ledgerPath(stateFolder), 'state'],
  ]);
  for (const file of ports.aws.files()) files.set(file, 'aws');
  for (const target of snapshot.bindings.flatMap((binding) => binding.targets)) files.set(target.path, 'target');
  return files;
}
