import { hash } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import type { Environment } from '../../../ports/host.ts';

/** Besides its variables, what a process's files and those that it makes depend on. */
export type Place = Readonly<Record<'home' | 'accountHome' | 'stateFolder' | 'mounts' | 'umask', string>>;

export function placeOf({ home, accountHome, stateFolder }: Omit<Environment, 'env' | 'platform'>): Place {
  return { home, accountHome, stateFolder, mounts: mounts(), umask: process.umask().toString(8) };
}

export function isSamePlace(one: Place, other: Place): boolean {
  return (Object.keys(one) as (keyof Place)[]).every((name) => one[name] === other[name]);
}

/** Another container may have other files by the same paths. */
function mounts(): string {
  try {
    return readlinkSync('/proc/self/ns/mnt');
  } catch {
    return '';
  }
}

/** By a variable's name something that only the same value of it gives, and that nobody can read the value from. */
export type Digests = Readonly<Record<string, string>>;

type Variables = Environment['env'];

export function digestsOf(variables: Variables, secret: string): Digests {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value = '']) => [keyOf(name), digest(`${secret} ${name} ${value}`)]),
  );
}

/** Names of variables that only one of them has, or with another value. */
export function differing(one: Digests, other: Digests): ReadonlySet<string> {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return new Set([...names].filter((name) => one[name] !== other[name]));
}

/** Windows has them in any case. */
function keyOf(name: string): string {
  return process.platform === 'win32' ? name.toUpperCase() : name;
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}
