import type { Before, Editor, EntryPath, Occurrence, Splice, SyntaxProblem } from './editor.ts';
import { insertLines, pairFromLast, removeLines, splitLines, type Line } from './text/lines.ts';

// Facts: lib/bundler/yaml_serializer.rb and settings.rb of Bundler 2.3.15, which read line by line with two patterns.

/** One `KEY: value` line without indentation. */
type Setting = {
  readonly line: Line;
  readonly key: string;
  /** Offset behind the colon. */
  readonly colon: number;
  /** Offsets of what stands behind the colon and the one blank that Bundler skips, quotes included. */
  readonly start: number;
  readonly end: number;
  readonly value: string;
};

/** A line below a key: an element of its list or a key of its own. No setting is made of any, but Bundler keeps them. */
type Nested = { readonly parent: string; readonly value: string };

type Scan = {
  readonly settings: readonly Setting[];
  readonly nested: readonly Nested[];
  readonly problem: SyntaxProblem | null;
};

/** The key is as long as it can be: a value with a colon and a blank in it would become part of it. */
const SETTING = /^( *)([^]+):(?=[ \t\f\v]|$)( ?)([^]*)$/;
const ELEMENT = /^ *- (["']?)([^]*)\1$/;

function scan(text: string): Scan {
  const settings: Setting[] = [];
  const nested: Nested[] = [];
  let parent = '';
  let deepest = 0;
  const fail = (index: number, message: string): Scan => ({ settings, nested, problem: { line: index + 1, message } });
  if (/\r(?!\n)/.test(text)) return fail(lineOfLoneCr(text), 'it ends with a carriage return alone');

  for (const [index, line] of splitLines(text).entries()) {
    const content = text.slice(line.start, line.end);
    if (/^\s*#/.test(content)) continue;
    const [, indent = '', written = '', blank = '', raw = ''] = SETTING.exec(content) ?? [];
    const depth = Math.floor(indent.length / 2);
    if (written === '') {
      const element = ELEMENT.exec(content)?.[2];
      if (element === undefined) continue;
      if (deepest === 0) return fail(index, 'this element stands below no key');
      nested.push({ parent, value: element });
      continue;
    }
    if (depth > deepest) return fail(index, 'this line is indented below no key');
    const key = normalizeKey(written);
    const colon = line.start + indent.length + written.length + 1;
    if (depth > 0) nested.push({ parent, value: content });
    else settings.push({ line, key, colon, start: colon + blank.length, end: line.end, value: unquoted(raw) });
    if (raw !== '') continue;
    parent = key;
    deepest = Math.max(deepest, depth + 1);
  }
  return { settings, nested, problem: null };
}

function lineOfLoneCr(text: string): number {
  return splitLines(text.slice(0, text.search(/\r(?!\n)/))).length - 1;
}

/** `BUNDLE_A-B.C` is `BUNDLE_A___B__C`, and a URL ends with a slash. */
function normalizeKey(written: string): string {
  const key = /https?:/i.test(written) && !written.endsWith('/') ? `${written}/` : written;
  return key.replaceAll('.', '__').replaceAll('-', '___');
}

/** Nothing is unescaped: what stands between the first and the last quote is the value. */
function unquoted(raw: string): string {
  return /^(["'])([^]*)\1$/.exec(raw)?.[2] ?? raw;
}

function settingsOf(text: string, [key = '']: EntryPath): readonly Setting[] {
  return scan(text).settings.filter((setting) => setting.key === normalizeKey(key));
}

function identify([key = '', ...more]: EntryPath): string {
  return JSON.stringify([normalizeKey(key), ...more]);
}

function check(text: string): SyntaxProblem | null {
  return scan(text).problem;
}

function find(text: string, entry: EntryPath): readonly Occurrence[] {
  return settingsOf(text, entry).map(({ start, end, value }) => ({ start, end, value }));
}

function capture(text: string, entry: EntryPath): Before {
  const settings = settingsOf(text, entry);
  if (settings.length === 0) return { kind: 'absent', depth: 0 };
  return { kind: 'present', raws: settings.map(({ colon, end }) => text.slice(colon, end)) };
}

function set(text: string, entry: EntryPath, value: string): readonly Splice[] {
  const [key = ''] = entry;
  const settings = settingsOf(text, entry);
  // Not every version takes a comment behind the value for one: to 2.3 it is part of the value.
  if (value.includes('#') || settings.some((setting) => setting.value.includes('#'))) return [];
  if (settings.length === 0) return [insertLines(text, text.length, [`${key}: "${value}"`])];
  return settings
    .filter((setting) => setting.value !== value)
    .map(({ colon, start, end }) => ({ start: colon, end, text: ` ${spellLike(value, text.slice(start, end))}` }));
}

/** In the quotes of the other value, or without any where the other has none and the value can do without. */
function spellLike(value: string, raw: string): string {
  const quote = /^(["'])[^]*\1$/.exec(raw)?.[1];
  const staysPlain = quote === undefined && raw !== '' && unquoted(value) === value && !value.endsWith(':');
  return staysPlain ? value : `${quote ?? '"'}${value}${quote ?? '"'}`;
}

function restore(text: string, entry: EntryPath, before: Before): readonly Splice[] {
  const settings = settingsOf(text, entry);
  if (before.kind === 'absent') {
    return removeLines(
      text,
      settings.map(({ line }) => line),
    );
  }
  return pairFromLast(settings, before.raws)
    .map(({ left, right }) => ({ start: left.colon, end: left.end, text: right }))
    .filter((splice) => text.slice(splice.start, splice.end) !== splice.text);
}

function list(text: string): readonly { readonly entry: EntryPath; readonly value: string }[] {
  const { settings, nested } = scan(text);
  return [
    ...settings.flatMap(({ key, value }) => (value === '' ? [] : [{ entry: [key], value }])),
    ...nested.map(({ parent, value }) => ({ entry: [parent, '[]'], value })),
  ];
}

/**
 * Bundler's config, which looks like YAML and is read by Bundler's own patterns. An entry is one key as Bundler writes it,
 * `['BUNDLE_D__EXAMPLE']`; keys with dots and dashes are the same ones. The last of several wins. A byte order mark hides the
 * first line.
 */
export const bundleConfigEditor: Editor = { bomIsFatal: true, identify, check, find, capture, set, restore, list };
