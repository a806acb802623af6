import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { killGroup } from './kill-group.ts';

/**
 * Ends at once a process and all that it started, where these share a process group with others, such as ourselves: below a terminal they
 * must, or they could neither ask there nor be stopped with Ctrl+C.
 */
export function killTree(root: number): void {
  if (process.platform === 'win32') return killGroup(root);
  for (const pid of [root, ...startedBy(root, parents())]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}

function startedBy(parent: number, all: ReadonlyMap<number, number>): readonly number[] {
  const children = [...all].flatMap(([pid, itsParent]) => (itsParent === parent ? [pid] : []));
  return children.flatMap((child) => [child, ...startedBy(child, all)]);
}

/** Each process's parent, by its number. */
function parents(): ReadonlyMap<number, number> {
  // Small containers have no ps.
  const lines = process.platform === 'linux' ? statLines() : psLines();
  return new Map(
    lines.map((line) => line.trim().split(/\s+/).map(Number)).map(([pid = 0, parent = 0]) => [pid, parent]),
  );
}

function psLines(): readonly string[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.trim() !== '');
}

/** proc(5): "PID (NAME) STATE PARENT …", where the name may hold anything. */
function statLines(): readonly string[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      return [
        `${name} ${
          stat
            .slice(stat.lastIndexOf(')') + 1)
            .trim()
            .split(' ')[1] ?? ''
        }`,
      ];
    } catch {
      return [];
    }
  });
}
