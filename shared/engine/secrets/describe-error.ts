import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInside } from '../files/display-path.ts';
import { maskSecrets } from './mask.ts';

const MOST_FRAMES = 8;
/** An error, its cause and the cause of that. */
const MOST_ERRORS = 3;

/** The project's folder, or that of the packaged app: the first with a package.json, from this file or its bundle upwards. */
function appFolder(folder: string = import.meta.dirname): string {
  const parent = path.dirname(folder);
  return parent === folder || existsSync(path.join(folder, 'package.json')) ? folder : appFolder(parent);
}

const FRAME = /^\s+at (?:(.+) \()?((?:file:\/\/\/|node:|[A-Za-z]:[\\/]|\/).*?):(\d+:\d+)\)?$/;

/**
 * What was thrown, with its causes and their places and without any secret or home folder: for the log, not for a person.
 * The first line says what, those behind it, indented, where.
 */
export function describeError(error: unknown): string {
  const lines: string[] = [];
  let described = error;
  for (let depth = 0; depth < MOST_ERRORS && described !== undefined; depth += 1) {
    const says = maskSecrets(sentenceOf(described)).replaceAll('\n', '\n  ');
    lines.push(depth === 0 ? says : `  caused by ${says}`);
    if (!(described instanceof Error)) break;
    lines.push(...framesOf(described));
    described = described.cause;
  }
  return lines.join('\n');
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** The stack's own lines, which come last: the message in front of them can look like anything. */
function framesOf({ stack = '' }: Error): readonly string[] {
  const lines = stack.split('\n');
  const first = lines.findLastIndex((line) => !/^\s+at /.test(line)) + 1;
  return lines
    .slice(first)
    .flatMap((line) => frameOf(line))
    .slice(0, MOST_FRAMES);
}

function frameOf(line: string): readonly string[] {
  const [, name, file, position] = FRAME.exec(line) ?? [];
  if (file === undefined) return [];
  const place = `${shortened(file)}:${position}`;
  return [maskSecrets(name === undefined ? `    at ${place}` : `    at ${name} (${place})`)];
}

/** Files of the app by their place in it; of any other, whose folder may be a person's, the name. */
function shortened(file: string): string {
  if (file.startsWith('node:')) return file;
  const absolute = file.startsWith('file:') ? fileURLToPath(file) : file;
  const app = appFolder();
  return isInside(absolute, app) ? path.relative(app, absolute) : path.basename(absolute);
}
