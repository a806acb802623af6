import type { Result } from '../../contract/problem.ts';
import { ok } from '../../contract/problem.ts';
import { isSettled, stampOf } from '../files/stamp.ts';

/**
 * Reads a file when it is another than the last time. What it says as before is the same object as before, at every depth, so that
 * whoever worked something out from a part of it finds out by identity whether that still holds.
 */
export function rereading<T>(path: string, read: () => Promise<Result<T>>): () => Promise<Result<T>> {
  let last: { readonly stamp: string | null; readonly value: T } | null = null;
  return async () => {
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
  };
}

/** The new value with every part that equals one of the old in its place; lists of things with an `id` or a `path` go by that. */
export function reusing<T>(before: unknown, now: T): T {
  if (Object.is(before, now)) return now;
  if (Array.isArray(now) && Array.isArray(before)) return reusingItems(before, now) as T;
  if (!isPlain(now) || !isPlain(before)) return now;
  const names = Object.keys(now);
  const entries = names.map((name) => [name, reusing(before[name], now[name])] as const);
  const isSame =
    names.length === Object.keys(before).length && entries.every(([name, value]) => value === before[name]);
  return (isSame ? before : Object.fromEntries(entries)) as T;
}

function reusingItems(before: readonly unknown[], now: readonly unknown[]): readonly unknown[] {
  const known = new Map(before.map((item, index) => [keyOf(item) ?? index, item]));
  const items = now.map((item, index) => reusing(known.get(keyOf(item) ?? index), item));
  return items.length === before.length && items.every((item, index) => item === before[index]) ? before : items;
}

function keyOf(item: unknown): string | null {
  if (!isPlain(item)) return null;
  const key = item['id'] ?? item['path'];
  return typeof key === 'string' ? key : null;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
