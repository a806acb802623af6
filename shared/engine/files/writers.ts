import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { realFileSystem } from './file-system.ts';
import { givingWay } from './give-way.ts';

/** True on systems that tell which files other processes of this user have open. */
export const showsWriters = realFileSystem.platform === 'linux';

const WRITES = 0o3;

/** Those of these files that another process of this user has open to write to them; none where nobody can tell. From proc(5). */
export async function beingWritten(files: Iterable<string>): Promise<ReadonlySet<string>> {
  const busy = new Set<string>();
  if (!showsWriters) return busy;
  const byPlace = new Map<string, string>();
  for (const file of files) byPlace.set(attempt(() => realpathSync.native(file)) ?? file, file);
  const self = attempt(() => readlinkSync('/proc/self'));
  const giveWay = givingWay();
  for (const pid of byPlace.size === 0 ? [] : (attempt(() => readdirSync('/proc')) ?? [])) {
    if (!/^\d+$/.test(pid) || pid === self) continue;
    await giveWay();
    if (attempt(() => statSync(`/proc/${pid}`).uid) !== realFileSystem.user) continue;
    for (const fd of attempt(() => readdirSync(`/proc/${pid}/fd`)) ?? []) {
      const file = byPlace.get(attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? '');
      if (file !== undefined && writes(pid, fd)) busy.add(file);
    }
  }
  return busy;
}

function writes(pid: string, fd: string): boolean {
  const flags = /^flags:\s*([0-7]+)/m.exec(attempt(() => readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'latin1')) ?? '');
  return (Number.parseInt(flags?.[1] ?? '0', 8) & WRITES) !== 0;
}

/** Processes come and go, and some are not to be looked into. */
function attempt<T>(look: () => T): T | null {
  try {
    return look();
  } catch {
    return null;
  }
}
