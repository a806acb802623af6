import path from 'node:path';
import type { Snapshot } from '../contract/snapshot.ts';
import type { Core, EnginePorts } from './core/core.ts';
import { watchPaths } from './files/watch-paths.ts';
import { describeError } from './secrets/describe-error.ts';
import { activityPath } from './state/activity-log.ts';
import { journalPath } from './state/journal.ts';
import { ledgerPath } from './state/ledger.ts';

/** Which kind of file changed: one we patch, one that a client may prefer to it, one of ours, or one that AWS credentials come from. */
export type Watched = 'target' | 'nearer' | 'state' | 'aws';

export type Watcher = {
  /** Tells of what this snapshot speaks of, and no longer of what an earlier one did. */
  follow(snapshot: Snapshot): void;
  close(): void;
};

/** Tells when a file of interest changes, whoever changed it: made, written, replaced, taken away, or with a folder around it. */
export function watchFiles({ ports, judge }: Core, onChange: (file: string, what: Watched) => void): Watcher {
  let files: ReadonlyMap<string, Watched> = new Map();
  let isClosed = false;
  const watcher = watchPaths(
    (file) => {
      const what = files.get(file);
      if (what !== undefined) onChange(file, what);
    },
    (error) =>
      ports.log(
        'warn',
        `A folder is looked at from time to time, because it can't be watched: ${describeError(error)}`,
      ),
  );
  return {
    follow(snapshot) {
      // A snapshot that was being made when the engine stopped comes afterwards.
      if (isClosed) return;
      files = interesting(ports, snapshot, judge.files());
      watcher.follow(new Set(files.keys()), new Set(ports.aws.files()));
    },
    close() {
      isClosed = true;
      watcher.close();
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
