import { failed, ok } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { Document, Editor, Occurrence, Part, Slot, Splice, SyntaxProblem } from './editor.ts';
import { stepText } from './text/entry-path.ts';
import type { EntryPath } from './text/entry-path.ts';
import { insertLines, removeLines, splitLines, type Line } from './text/lines.ts';

// Facts: source of the `ini` package 6.0.0 inside npm 11.19.

/** A key or value between two offsets: where its raw text stands and what `ini` makes of it. */
type Field = { readonly start: number; readonly end: number; readonly value: unknown };

/** One `key`, `key=value` or `key[]=value` line of the top part; `field` is null when there is no `=`. */
type Setting = {
  readonly line: Line;
  readonly key: string;
  readonly inArray: boolean;
  readonly keyEnd: number;
  readonly field: Field | null;
};

type Scan = {
  readonly settings: readonly Setting[];
  /** Those below a `[section]` header. */
  readonly hidden: readonly Setting[];
  /** Where the part that npm reads as settings ends: at the first `[section]` header or at the end of the text. */
  readonly topEnd: number;
};

/** Stands in `Slot.raw` for a key without `=`; a raw value has no newline, so it can't be mistaken for one. */
const NO_EQUALS = '\n';

function isQuoted(trimmed: string): boolean {
  return (trimmed.startsWith('"') && trimmed.endsWith('"')) || (trimmed.startsWith("'") && trimmed.endsWith("'"));
}

/** Single quotes go, then what is JSON is read as JSON: `'12'` is a number, `"a;b"` a string, `"a"b"` stays as written. */
function readQuoted(quoted: string): unknown {
  const inner = quoted.startsWith("'") ? quoted.slice(1, -1) : quoted;
  try {
    return JSON.parse(inner);
  } catch {
    return inner;
  }
}

function readField(text: string, from: number, to: number): Field {
  const region = text.slice(from, to);
  const trimmed = region.trim();
  const first = from + region.length - region.trimStart().length;
  if (isQuoted(trimmed)) return { start: first, end: first + trimmed.length, value: readQuoted(trimmed) };
  const beforeComment = /^(?:\\[^]?|[^\\;#])*/.exec(trimmed)?.[0] ?? '';
  const raw = beforeComment.trimEnd();
  // A value set in front of a comment keeps the blanks that divide the two.
  const start = raw !== '' ? first : trimmed === '' ? to : from;
  return { start, end: start + raw.length, value: raw.replaceAll(/\\([\\;#])/g, '$1') };
}

/** `null`, `true` and numbers, which npm turns into text again where it uses them. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function propertyName(value: unknown): string {
  const [name = ''] = Object.keys({ [value as PropertyKey]: true });
  return name;
}

function scan(text: string): Result<Scan, SyntaxProblem> {
  const settings: Setting[] = [];
  const hidden: Setting[] = [];
  let topEnd: number | null = null;
  for (const [index, line] of splitLines(text).entries()) {
    const content = text.slice(line.start, line.end);
    if (/^\s*(?:[;#]|$)/.test(content)) continue;
    if (/^\[[^\]]*\]\s*$/.test(content)) {
      topEnd ??= line.start;
      continue;
    }
    const equals = content.indexOf('=');
    // Lines that match none of ini's patterns are skipped by it.
    if (equals === 0 || (equals > 0 && /[\u2028\u2029]/.test(content.slice(equals)))) continue;
    const keyField = readField(text, line.start, equals < 0 ? line.end : line.start + equals);
    if (keyField.value === null) {
      return failed({ line: index + 1, message: "a key must not be the quoted word 'null'" });
    }
    // A key that was JSON becomes a property name the way JavaScript makes one: '[]' is the empty name.
    const written = typeof keyField.value === 'string' ? keyField.value : propertyName(keyField.value);
    const inArray = typeof keyField.value === 'string' && written.length > 2 && written.endsWith('[]');
    const key = inArray ? written.slice(0, -2) : written;
    if (key === '__proto__') continue;
    const field = equals < 0 ? null : readField(text, line.start + equals + 1, line.end);
    (topEnd === null ? settings : hidden).push({ line, key, inArray, keyEnd: keyField.end, field });
  }
  return ok({ settings, hidden, topEnd: topEnd ?? text.length });
}

function valueOf(setting: Setting): string {
  return setting.field === null ? 'true' : asText(setting.field.value);
}

/** The first of the spellings that `ini` reads as the value when `tail`, the rest of the line, stays behind it. */
function spell(value: string, preferred: string, tail: string): string {
  const spellings = [preferred, value.replaceAll(/[\\;#]/g, String.raw`\$&`), JSON.stringify(value)];
  const readsBack = (raw: string) => asText(readField(raw + tail, 0, raw.length + tail.length).value) === value;
  return spellings.find(readsBack) ?? preferred;
}

function escapeComments(value: string): string {
  return value.replaceAll(/[;#]/g, String.raw`\$&`);
}

/** A new key or value, quoted when `ini` would quote it. */
function spellNew(value: string): string {
  const needsQuotes = /[=\r\n]|^\[/.test(value) || value !== value.trim() || (value.length > 1 && isQuoted(value));
  return spell(value, needsQuotes ? JSON.stringify(value) : escapeComments(value), '');
}

/** A value for the place of another one, in that one's quotes. */
function spellLike(value: string, raw: string, tail: string): string {
  if (raw.length < 2 || !isQuoted(raw)) return spell(value, escapeComments(value), tail);
  return spell(value, raw.startsWith("'") ? `'${value}'` : JSON.stringify(value), tail);
}

/** Replaces what stands behind a key, the `=` included when it comes or goes. */
function replaceValue(setting: Setting, raw: string): Splice {
  const { field, keyEnd } = setting;
  if (field === null) return { start: keyEnd, end: keyEnd, text: raw === NO_EQUALS ? '' : `=${raw}` };
  if (raw === NO_EQUALS) return { start: keyEnd, end: field.end, text: '' };
  return { start: field.start, end: field.end, text: raw };
}

function placeOf({ field, keyEnd }: Setting): { readonly start: number; readonly end: number } {
  return field ?? { start: keyEnd, end: keyEnd };
}

/** Where a value stands as npm reads it. */
function occurrenceAt(setting: Setting): Occurrence {
  const { start, end } = placeOf(setting);
  return { start, end, value: valueOf(setting) };
}

/** A read .npmrc, with the keys that stand below its first `[section]` header, where npm doesn't see them, and their offsets. */
export type NpmrcDocument = Document & { readonly hidden: readonly { readonly key: string; readonly start: number }[] };

function documentOf(text: string, { settings, hidden, topEnd }: Scan): NpmrcDocument {
  /** Array elements are no occurrences: npm would see a list where we mean one value. */
  const byKey = Map.groupBy(
    settings.filter(({ inArray }) => !inArray),
    ({ key }) => key,
  );
  const settingsOf = ([key]: EntryPath) => byKey.get(stepText(key)) ?? [];

  return {
    text,
    hidden: hidden.map(({ key, line }) => ({ key, start: line.start })),
    find: (entry) => settingsOf(entry).map((setting) => occurrenceAt(setting)),
    slots: (entry) =>
      settingsOf(entry).map((setting): Slot => {
        const { field } = setting;
        const raw = field === null ? NO_EQUALS : text.slice(field.start, field.end);
        return { raw, isThere: true, put: (other) => [replaceValue(setting, other)] };
      }),
    depth: () => 0,
    set(entry, value) {
      const present = settingsOf(entry);
      if (present.length === 0) {
        return [insertLines(text, topEnd, [`${spellNew(stepText(entry[0]))}=${spellNew(value)}`])];
      }
      return present
        .filter((setting) => valueOf(setting) !== value)
        .map((setting) => {
          const { start, end } = placeOf(setting);
          return replaceValue(setting, spellLike(value, text.slice(start, end), text.slice(end, setting.line.end)));
        });
    },
    remove: (entry) =>
      removeLines(
        text,
        settingsOf(entry).map(({ line }) => line),
      ),
    parts: () =>
      [...settings, ...hidden].flatMap(({ line, key, keyEnd, field }): Part[] => [
        { kind: 'key', start: line.start, end: keyEnd, name: '' },
        ...(field === null ? [] : [{ kind: 'value' as const, start: field.start, end: field.end, name: key }]),
      ]),
    entries: () =>
      settings.map((setting) => ({ entry: [setting.key], value: valueOf(setting), start: placeOf(setting).start })),
  };
}

function read(text: string): Result<NpmrcDocument, SyntaxProblem> {
  const scanned = scan(text);
  return scanned.ok ? ok(documentOf(text, scanned.value)) : scanned;
}

/**
 * .npmrc. An entry is one key exactly as npm sees it: `['@acme:registry']`, `['//host/npm/repo/:_authToken']`.
 * Keys below a `[section]` header are hidden from npm and therefore neither found nor listed; new keys go above the first
 * header. Every element of a `key[]=` array is listed under `key`, so that a single value set beside them does not read back.
 */
export const npmrcEditor = { bomIsFatal: false, identify: ([key]) => stepText(key), read } satisfies Editor;
