// `node --import preload.ts …`: counts the calls of Node that change something on a disk, and at one of them kills the process or has the
// call fail. The program itself is the shipped one: it is Node's own functions that are wrapped.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { FAULT } from './fault.ts';
import type { Fault } from './fault.ts';

type Call = (this: unknown, ...args: unknown[]) => unknown;
type Calls = Record<string, Call>;
type Done = (error: Error | null, value?: unknown) => void;

const { below, trace, at, code, lasts = false }: Fault = JSON.parse(process.env[FAULT] ?? '{}');
const log = fs.openSync(trace, 'a');
const { writeSync, writeFileSync } = fs;
const places = new Map<number, string>();
let count = 0;
let inside = false;

/** What a full disk lets pass: no room is needed for it. */
const NEEDS_NO_ROOM = ['rename', 'unlink', 'rm', 'rmdir', 'chmod', 'chown', 'utimes', 'fsync', 'sync'];

/** The failure that the call meets, or null; does not come back where it is the last one. */
function meet(name: string, file: string, half: () => void = () => undefined): Error | null {
  if (!file.startsWith(below)) return null;
  count += 1;
  writeSync(log, `${name} ${path.relative(below, file).replace(/[0-9a-f]{10,}/, 'N')}\n`);
  const spared = code === 'ENOSPC' && NEEDS_NO_ROOM.includes(name);
  const isMet = count === at || (lasts && at !== undefined && count > at && !spared);
  if (!isMet || (spared && count === at)) return null;
  half();
  if (code === undefined) process.kill(process.pid, 'SIGKILL');
  return Object.assign(new Error(`${code}: made to fail, ${name} '${file}'`), { code, syscall: name, path: file });
}

/** A write is met twice: with nothing and with half of it done. */
function meetWrite(file: string, data: unknown, write: (half: Uint8Array) => void): Error | null {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data instanceof Uint8Array ? data : new Uint8Array();
  return meet('write', file) ?? meet('half', file, () => write(bytes.subarray(0, bytes.length / 2)));
}

function placeOf(file: unknown): string {
  if (typeof file === 'number') return places.get(file) ?? '';
  return typeof file === 'string' || file instanceof URL || Buffer.isBuffer(file) ? path.resolve(String(file)) : '';
}

function changes(flags: unknown): boolean {
  const { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC } = fs.constants;
  if (typeof flags === 'number') return (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) !== 0;
  return typeof flags === 'string' && flags !== 'r';
}

/** What a call of this name meets. */
function outcomeOf(name: string, file: string, args: unknown[]): Error | null {
  if (name === 'open') return changes(args[1]) ? meet(name, file) : null;
  if (!/^(?:write|writeFile|appendFile)$/.test(name)) return meet(name, name === 'rename' ? placeOf(args[1]) : file);
  const [target, data, options] = args;
  return meetWrite(file, data, (half) => {
    if (typeof target === 'number') writeSync(target, half);
    else writeFileSync(target as string, half, options as fs.WriteFileOptions);
  });
}

const NAMES = (
  'open write writeFile appendFile rename unlink rm rmdir mkdir chmod chown link utimes truncate symlink copyFile ' +
  'fsync fdatasync ftruncate fchmod fchown futimes'
).split(' ');

for (const name of NAMES) {
  wrapSync(fs as unknown as Calls, name);
  wrapCallback(fs as unknown as Calls, name);
  wrapPromise(fs.promises as unknown as Calls, name);
}

function wrapSync(calls: Calls, name: string): void {
  const real = calls[`${name}Sync`];
  if (real === undefined) return;
  calls[`${name}Sync`] = function (...args) {
    if (inside) return real.apply(this, args);
    const error = outcomeOf(name, placeOf(args[0]), args);
    if (error !== null) throw error;
    inside = true;
    try {
      const value = real.apply(this, args);
      if (name === 'open') places.set(value as number, placeOf(args[0]));
      return value;
    } finally {
      inside = false;
    }
  };
}

function wrapCallback(calls: Calls, name: string): void {
  const real = calls[name];
  if (real === undefined) return;
  calls[name] = function (...args) {
    const error = inside ? null : outcomeOf(name, placeOf(args[0]), args);
    const done = args.at(-1) as Done;
    if (error !== null) return process.nextTick(done, error);
    if (name !== 'open') return real.apply(this, args);
    const noted: Done = (failure, fd) => {
      if (failure === null) places.set(fd as number, placeOf(args[0]));
      done(failure, fd);
    };
    return real.apply(this, [...args.slice(0, -1), noted]);
  };
}

function wrapPromise(calls: Calls, name: string): void {
  const real = calls[name];
  if (real === undefined) return;
  calls[name] = async function (...args) {
    const error = outcomeOf(name, placeOf(args[0]), args);
    if (error !== null) throw error;
    const value = await real.apply(this, args);
    if (name === 'open') places.set((value as fs.promises.FileHandle).fd, placeOf(args[0]));
    return value;
  };
}

const handle = await fs.promises.open(trace, 'r');
const methods = Object.getPrototypeOf(handle) as Calls;
await handle.close();
for (const name of ['write', 'writeFile', 'appendFile', 'sync', 'datasync', 'chmod', 'chown', 'truncate', 'utimes']) {
  const real = methods[name];
  if (real === undefined) continue;
  methods[name] = async function (...args) {
    const { fd } = this as fs.promises.FileHandle;
    const error = outcomeOf(name, places.get(fd) ?? '', [fd, ...args]);
    if (error !== null) throw error;
    return real.apply(this, args);
  };
}
syncBuiltinESMExports();
