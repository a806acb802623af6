import path from 'node:path';
import { watch } from 'chokidar';
import type { FSWatcher } from 'chokidar';
import type { Snapshot } from '../contract/snapshot.ts';
import type { Core, EnginePorts } from './core/core.ts';
import { describeError } from './secrets/describe-error.ts';
import { activityPath } from './state/activity-log.ts';
import { journalPath } from './state/journal.ts';
import { ledgerPath } from './state/ledger.ts';

/** Which kind of file changed: one we patch, one that a client may prefer to it, one of ours, or one that AWS credentials come from. */
export type Watched = 'target' | 'nearer' | 'state' | 'aws';

export type Watcher = {
  /** Tells of what this snapshot speaks of, and no longer of what an earlier one did. */
  follow(snapshot: Snapshot): void;
  close(): Promise<void>;
};

/**
 * Tells when a file of interest changes, whoever changed it. For targets and our own files their folders are watched, because
 * editors and package managers replace files instead of writing into them.
 */
export function watchFiles({ ports, judge }: Core, onChange: (file: string, what: Watched) => void): Watcher {
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
      files = interesting(ports, snapshot, judge.files());
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
        // None is unwatched: chokidar would ignore all that is below it, for good. What is not of interest any more is not reported.
        watcher.add(wanted.filter((folder) => !folders.includes(folder)));
      }
      folders = wanted;
    },
    async close() {
      isClosed = true;
      await watcher?.close();
    },
  };
}

function interesting(ports: EnginePorts, snapshot: Snapshot, judged: ReadonlySet<string>): Map<string, Watched> {
  const { stateFolder, home } = ports.environment;
  const roots = new Set([home, ...snapshot.projects.map((project) => project.path)]);
  // Whoever looks on the way up to the root does not want to hear of everything in /tmp.
  const near = nearTo(roots, judged);
  const files = new Map<string, Watched>([
    ...near.map((file) => [file, 'nearer'] as const),
    [ports.settings.path, 'state'],
    [journalPath(stateFolder), 'state'],
    [ledgerPath(stateFolder), 'state'],
    [activityPath(stateFolder), 'state'],
  ]);
  for (const file of ports.aws.files()) files.set(file, 'aws');
  for (const target of snapshot.bindings.flatMap((binding) => binding.targets)) files.set(target.path, 'target');
  return files;
}

function nearTo(roots: ReadonlySet<string>, files: ReadonlySet<string>): readonly string[] {
  const known = new Map<string, boolean>();
  function isBelow(folder: string): boolean {
    const above = path.dirname(folder);
    const is = known.get(folder) ?? (roots.has(folder) || (above !== folder && isBelow(above)));
    known.set(folder, is);
    return is;
  }
  return [...files].filter((file) => isBelow(path.dirname(file)));
}
