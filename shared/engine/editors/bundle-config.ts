import { failed, ok } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { Document, Editor, Part, SyntaxProblem } from './editor.ts';
import { identityOf, item, stepText } from './text/entry-path.ts';
import type { EntryPath } from './text/entry-path.ts';
import { insertLines, lineAt, removeLines, splitLines, type Line } from './text/lines.ts';

// Facts: lib/bundler/yaml_serializer.rb and settings.rb of Bundler 2.3.15, which read line by line with two patterns.

/** One `KEY: value` line without indentation. */
type Setting = {
  readonly line: Line;
  readonly key: string;
  readonly keyStart: number;
  /** Offset behind the colon. */
  readonly colon: number;
  /** Offsets of what stands behind the colon and the one blank that Bundler skips, quotes included. */
  readonly start: number;
  readonly end: number;
  readonly value: string;
};

/** A line below a key: an element of its list or a key of its own. No setting is made of any, but Bundler keeps them. */
type Nested = { readonly parent: string; readonly value: string; readonly start: number; readonly end: number };

type Scan = { readonly settings: readonly Setting[]; readonly nested: readonly Nested[] };

/** The key is as long as it can be: a value with a colon and a blank in it would become part of it. */
const SETTING = /^([^]+):(?=[ \t\f\v]|$)( ?)([^]*)$/;
const ELEMENT = /^ *- (["']?)([^]*)\1$/;

function scan(text: string): Result<Scan, SyntaxProblem> {
  const settings: Setting[] = [];
  const nested: Nested[] = [];
  let parent = '';
  let deepest = 0;
  const fail = (index: number, message: string) => failed({ line: index + 1, message });
  const lone = text.search(/\r(?!\n)/);
  if (lone >= 0) return failed({ line: lineAt(text, lone), message: 'it ends with a carriage return alone' });

  for (const [index, line] of splitLines(text).entries()) {
    const content = text.slice(line.start, line.end);
    if (/^\s*#/.test(content)) continue;
    const blanks = /^ */.exec(content)?.[0] ?? '';
    // The last of the blanks is the key where nothing else is.
    const indent = blanks === '' || SETTING.test(content.slice(blanks.length)) ? blanks : blanks.slice(1);
    const [, written = '', blank = '', raw = ''] = SETTING.exec(content.slice(indent.length)) ?? [];
    const depth = Math.floor(indent.length / 2);
    if (written === '') {
      const element = ELEMENT.exec(content)?.[2];
      if (element === undefined) continue;
      if (deepest === 0) return fail(index, 'this element stands below no key');
      nested.push({ parent, value: element, start: line.start, end: line.end });
      continue;
    }
    if (depth > deepest) return fail(index, 'this line is indented below no key');
    const key = normalizeKey(written);
    const colon = line.start + indent.length + written.length + 1;
    if (depth > 0) nested.push({ parent, value: content, start: line.start, end: line.end });
    else
      settings.push({
        line,
        key,
        keyStart: line.start + indent.length,
        colon,
        start: colon + blank.length,
        end: line.end,
        value: unquoted(raw),
      });
    if (raw !== '') continue;
    parent = key;
    deepest = Math.max(deepest, depth + 1);
  }
  return ok({ settings, nested });
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

/** In the quotes of the other value, or without any where the other has none and the value can do without. */
function spellLike(value: string, raw: string): string {
  const quote = /^(["'])[^]*\1$/.exec(raw)?.[1];
  const staysPlain = quote === undefined && raw !== '' && unquoted(value) === value && !value.endsWith(':');
  return staysPlain ? value : `${quote ?? '"'}${value}${quote ?? '"'}`;
}

function documentOf(text: string, { settings, nested }: Scan): Document {
  const byKey = Map.groupBy(settings, ({ key }) => key);
  const settingsOf = ([key]: EntryPath) => byKey.get(normalizeKey(stepText(key))) ?? [];

  return {
    text,
    find: (entry) => settingsOf(entry).map(({ start, end, value }) => ({ start, end, value })),
    slots: (entry) =>
      settingsOf(entry).map(({ colon, end }) => ({
        raw: text.slice(colon, end),
        isThere: true,
        put: (raw) => [{ start: colon, end, text: raw }],
      })),
    depth: () => 0,
    set(entry, value) {
      const present = settingsOf(entry);
      // Not every version takes a comment behind the value for one: to 2.3 it is part of the value.
      if (value.includes('#') || present.some((setting) => setting.value.includes('#'))) return [];
      if (present.length === 0) return [insertLines(text, text.length, [`${stepText(entry[0])}: "${value}"`])];
      return present
        .filter((setting) => setting.value !== value)
        .map(({ colon, start, end }) => ({ start: colon, end, text: ` ${spellLike(value, text.slice(start, end))}` }));
    },
    remove: (entry) =>
      removeLines(
        text,
        settingsOf(entry).map(({ line }) => line),
      ),
    parts: () => [
      ...settings.flatMap(({ key, keyStart, colon, start, end }): Part[] => [
        { kind: 'key', start: keyStart, end: colon - 1, name: '' },
        { kind: 'value', start, end, name: key },
      ]),
      ...nested.map(({ parent, start, end }): Part => ({ kind: 'value', start, end, name: parent })),
    ],
    entries: () => [
      ...settings.flatMap(({ key, value, start }) => (value === '' ? [] : [{ entry: [key], value, start }])),
      ...nested.map(({ parent, value, start }) => ({ entry: [parent, item('')], value, start })),
    ],
  };
}

/**
 * Bundler's config, which looks like YAML and is read by Bundler's own patterns. An entry is one key as Bundler writes it,
 * `['BUNDLE_D__EXAMPLE']`; keys with dots and dashes are the same ones. The last of several wins. A byte order mark hides the
 * first line.
 */
export const bundleConfigEditor: Editor = {
  bomIsFatal: true,
  identify: ([key, ...more]) => identityOf([normalizeKey(stepText(key)), ...more]),
  read(text) {
    const scanned = scan(text);
    return scanned.ok ? ok(documentOf(text, scanned.value)) : scanned;
  },
};
