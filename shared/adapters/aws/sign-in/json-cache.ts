import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { writeFile } from 'atomically';
import { readFileText } from '../read-file.ts';

/** The AWS CLI and the SDK write their caches in place: who meets half a file waits so long for the rest. Milliseconds. */
const HALF_FILE = 100;

/** What an AWS cache file holds; null for none, and for one that is no JSON object even a moment later. */
export async function readCache(
  file: string,
  wait: () => Promise<void> = async () => pause(HALF_FILE),
): Promise<Readonly<Record<string, unknown>> | null> {
  const found = await parsed(file);
  if (found !== 'half') return found;
  await wait();
  const again = await parsed(file);
  return again === 'half' ? null : again;
}

/** Replaces a cache file whole, for its owner alone. Rejects with what the file system says. */
export async function writeCache(file: string, content: Readonly<Record<string, unknown>>): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, JSON.stringify(content), { mode: 0o600 });
}

export async function removeCache(file: string): Promise<void> {
  await rm(file, { force: true });
}

export function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

/** JSON as Python's json.dumps(sort_keys=True) writes it, which the names of AWS cache files are made of. Flat objects only. */
export function pythonJson(
  content: Readonly<Record<string, string | number | readonly string[] | null>>,
  [comma, colon] = [', ', ': '],
): string {
  const members = Object.keys(content)
    .sort()
    .map((key) => {
      const value = content[key] ?? null;
      const text = typeof value === 'object' && value !== null ? `[${value.map(ascii).join(comma)}]` : ascii(value);
      return `${ascii(key)}${colon}${text}`;
    });
  return `{${members.join(comma)}}`;
}

function ascii(value: string | number | null): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

async function parsed(file: string): Promise<Readonly<Record<string, unknown>> | null | 'half'> {
  let text: string;
  try {
    text = await readFileText(file);
  } catch {
    return null;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return 'half';
  }
}
