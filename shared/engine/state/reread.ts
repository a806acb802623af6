import type { Result } from '../../contract/problem.ts';
import { ok } from '../../contract/problem.ts';
import { isSettled, stampOf } from '../files/stamp.ts';

type Reread<T> = {
  read(): Promise<Result<T>>;
  /** What the only one who may write has just written. */
  wrote(value: T): void;
};

/**
 * Reads a file when it is another than the last time. What it says as before is the same object as before, at every depth, so that
 * whoever worked something out from a part of it finds out by identity whether that still holds.
 */
export function rereading<T>(path: string, read: () => Promise<Result<T>>): Reread<T> {
  let last: { readonly stamp: string | null; readonly value: T } | null = null;
  async function readNow(): Promise<Result<T>> {
    const stamp = stampOf(path);
    if (last !== null && last.stamp === stamp) return ok(last.value);
    const now = await read();
    if (!now.ok) {
      last = null;
      return now;
    }
    const value = last === null ? now.value : reusing(last.value, now.value);
    last = { stamp: isSettled(stamp) ? stamp : null, value };
    return ok(value);
  }
  return {
    read: readNow,
    wrote(value) {
      last = { stamp: stampOf(path), value: last === null ? value : reusing(last.value, value) };
    },
  };
}

/**
 * The new value with every part that equals one of the old in its place; lists of things with an `id` or a `path` go by that. What is
 * undefined counts as left out.
 */
export function reusing<T>(before: unknown, now: T): T {
  if (Object.is(before, now)) return now;
  if (Array.isArray(now) && Array.isArray(before)) return reusingItems(before, now) as T;
  if (!isPlain(now) || !isPlain(before)) return now;
  const names = namesIn(now);
  const entries = names.map((name) => [name, reusing(before[name], now[name])] as const);
  const isSame = names.length === namesIn(before).length && entries.every(([name, value]) => value === before[name]);
  return (isSame ? before : Object.fromEntries(entries)) as T;
}

function reusingItems(before: readonly unknown[], now: readonly unknown[]): readonly unknown[] {
  const known = new Map(before.map((item, index) => [keyOf(item) ?? index, item]));
  const items = now.map((item, index) => reusing(known.get(keyOf(item) ?? index), item));
  return items.length === before.length && items.every((item, index) => item === before[index]) ? before : items;
}

function namesIn(value: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(value).filter((name) => value[name] !== undefined);
}

function keyOf(item: unknown): string | null {
  if (!isPlain(item)) return null;
  const key = item['id'] ?? item['path'];
  return typeof key === 'string' ? key : null;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
