import { statfsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { errnoOf } from './file-problem.ts';
import { realFileSystem } from './file-system.ts';
import { stampIn } from './stamp.ts';

type Polling = {
  /** Looks at these paths from now on, and at no others. */
  follow(paths: readonly string[]): void;
  close(): void;
};

/** How long at least between two looks, and how many times as long as a look takes. Milliseconds. */
const PAUSE = 1000;
const REST = 20;

/** Looks at paths from time to time, for those whose folders the system can't watch, and tells of what is another than before. */
export function pollPaths(onChange: (path: string) => void): Polling {
  let stamps = new Map<string, string | null>();
  let next: NodeJS.Timeout | null = null;
  let isClosed = false;

  async function look(): Promise<void> {
    const since = performance.now();
    for (const path of stamps.keys()) {
      const before = stamps.get(path);
      const now = await stampLater(path);
      if (isClosed || !stamps.has(path) || now === before) continue;
      stamps.set(path, now);
      // What it is at first is news to nobody.
      if (before !== null) onChange(path);
    }
    next = null;
    plan(Math.max(PAUSE, REST * (performance.now() - since)));
  }

  function plan(pause: number): void {
    if (isClosed || stamps.size === 0 || next !== null) return;
    next = setTimeout(() => void look(), pause);
    next.unref();
  }

  return {
    follow(paths) {
      stamps = new Map(paths.map((path) => [path, stamps.get(path) ?? null]));
      plan(0);
    },
    close() {
      isClosed = true;
      if (next !== null) clearTimeout(next);
    },
  };
}

/** Asked without blocking: a server that is away may take minutes to say so. */
async function stampLater(path: string): Promise<string> {
  try {
    return stampIn(await stat(path, { bigint: true }));
  } catch (error) {
    return errnoOf(error) ?? '';
  }
}

/** File systems whose other users' changes the kernel does not hear of: NFS, SMB (three kinds), AFS, 9P, Ceph and FUSE (sshfs). From statfs(2). */
const OF_NETWORK = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f, 0x01021997, 0x00c36400, 0x65735546]);

/** True on Linux and for addresses of Windows' network, where the system can tell. */
export function isOnNetwork(folder: string): boolean {
  const { platform } = realFileSystem;
  if (platform === 'win32') return folder.startsWith('\\\\');
  if (platform !== 'linux') return false;
  try {
    return OF_NETWORK.has(statfsSync(folder).type);
  } catch {
    return false;
  }
}
