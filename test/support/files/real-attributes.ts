import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Another user than the one who runs the tests. */
const READER = 1234;

// Python has the calls that Node lacks. An access list is what acl(5) says, as the kernel has it.
const program = `
import json, os, struct, sys
action, file = sys.argv[1:3]
if action == "attribute": os.setxattr(file, "user." + sys.argv[3], sys.argv[4].encode())
if action == "reader":
    mode = os.stat(file).st_mode
    entries = [(1, mode >> 6 & 7, -1), (2, 4, int(sys.argv[3])), (4, mode >> 3 & 7, -1), (16, 7 & (mode >> 3 | 4), -1), (32, mode & 7, -1)]
    os.setxattr(file, "system.posix_acl_access", struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *one) for one in entries))
print(json.dumps({name: os.getxattr(file, name).hex() for name in sorted(os.listxattr(file)) if name != "security.selinux"}))
`;

function ask(...args: readonly string[]): string | null {
  const { status, stdout } = spawnSync('python3', ['-c', program, ...args], { encoding: 'utf8' });
  return status === 0 ? stdout : null;
}

/** Why this machine can't show it, to be said by a test that is skipped; null where it can. */
export const noAttributes: string | null = reason();

function reason(): string | null {
  if (process.platform !== 'linux') return 'skipped: Python sets attributes on Linux only';
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'codeartifact-tray-'));
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  const able = ask('attribute', file, 'a', 'b') !== null && ask('reader', file, String(READER)) !== null;
  rmSync(folder, { recursive: true });
  return able ? null : 'skipped: no python3, or a disk without attributes';
}

export function giveAttribute(file: string, name: string, value: string): void {
  if (ask('attribute', file, name, value) === null) throw new Error(`${file} took no attribute`);
}

/** Lets one more user read the file. */
export function giveReader(file: string): void {
  if (ask('reader', file, String(READER)) === null) throw new Error(`${file} took no access list`);
}

/** All that the file carries, by name: in hexadecimals. */
export function carriedBy(file: string): Readonly<Record<string, string>> {
  return JSON.parse(ask('show', file) ?? '{}') as Record<string, string>;
}
