import type { Before, Editor, EntryPath, Occurrence, Splice, SyntaxProblem } from './editor.ts';
import { insertLines, pairFromLast, removeLines, splitLines, type Line } from './text/lines.ts';

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
  readonly problem: SyntaxProblem | null;
};

/** Stands in `Before.raws` for a key without `=`; a raw value has no newline, so it can't be mistaken for one. */
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

function scan(text: string): Scan {
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
      const problem = { line: index + 1, message: "a key must not be the quoted word 'null'" };
      return { settings, hidden, topEnd: topEnd ?? text.length, problem };
    }
    // A key that was JSON becomes a property name the way JavaScript makes one: '[]' is the empty name.
    const [written = ''] = Object.keys({ [keyField.value as PropertyKey]: true });
    const inArray = typeof keyField.value === 'string' && written.length > 2 && written.endsWith('[]');
    const key = inArray ? written.slice(0, -2) : written;
    if (key === '__proto__') continue;
    const field = equals < 0 ? null : readField(text, line.start + equals + 1, line.end);
    (topEnd === null ? settings : hidden).push({ line, key, inArray, keyEnd: keyField.end, field });
  }
  return { settings, hidden, topEnd: topEnd ?? text.length, problem: null };
}

function valueOf(setting: Setting): string {
  return setting.field === null ? 'true' : asText(setting.field.value);
}

/** Array elements are no occurrences: npm would see a list where we mean one value. */
function settingsOf(text: string, [key = '']: EntryPath): readonly Setting[] {
  return scan(text).settings.filter((setting) => setting.key === key && !setting.inArray);
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

function identify([key = '']: EntryPath): string {
  return key;
}

function check(text: string): SyntaxProblem | null {
  return scan(text).problem;
}

function find(text: string, entry: EntryPath): readonly Occurrence[] {
  return settingsOf(text, entry).map((setting) => ({
    start: setting.field?.start ?? setting.keyEnd,
    end: setting.field?.end ?? setting.keyEnd,
    value: valueOf(setting),
  }));
}

function capture(text: string, entry: EntryPath): Before {
  const settings = settingsOf(text, entry);
  if (settings.length === 0) return { kind: 'absent', depth: 0 };
  const raws = settings.map(({ field }) => (field === null ? NO_EQUALS : text.slice(field.start, field.end)));
  return { kind: 'present', raws };
}

/** Replaces what stands behind a key, the `=` included when it comes or goes. */
function replaceValue(setting: Setting, raw: string): Splice {
  const { field, keyEnd } = setting;
  if (field === null) return { start: keyEnd, end: keyEnd, text: raw === NO_EQUALS ? '' : `=${raw}` };
  if (raw === NO_EQUALS) return { start: keyEnd, end: field.end, text: '' };
  return { start: field.start, end: field.end, text: raw };
}

function set(text: string, entry: EntryPath, value: string): readonly Splice[] {
  const settings = settingsOf(text, entry);
  if (settings.length === 0) {
    const [key = ''] = entry;
    return [insertLines(text, scan(text).topEnd, [`${spellNew(key)}=${spellNew(value)}`])];
  }
  return settings
    .filter((setting) => valueOf(setting) !== value)
    .map((setting) => {
      const { start, end } = setting.field ?? { start: setting.keyEnd, end: setting.keyEnd };
      return replaceValue(setting, spellLike(value, text.slice(start, end), text.slice(end, setting.line.end)));
    });
}

function restore(text: string, entry: EntryPath, before: Before): readonly Splice[] {
  const settings = settingsOf(text, entry);
  if (before.kind === 'absent') {
    const lines = settings.map((setting) => setting.line);
    return removeLines(text, lines);
  }
  return pairFromLast(settings, before.raws)
    .map(({ left, right }) => replaceValue(left, right))
    .filter((splice) => text.slice(splice.start, splice.end) !== splice.text);
}

function list(text: string): readonly { readonly entry: EntryPath; readonly value: string }[] {
  return scan(text).settings.map((setting) => ({ entry: [setting.key], value: valueOf(setting) }));
}

/** Keys that stand below the first `[section]` header, where npm doesn't see them, with their offsets; of a text that `check` accepts. */
export function hiddenKeys(text: string): readonly { readonly key: string; readonly start: number }[] {
  return scan(text).hidden.map(({ key, line }) => ({ key, start: line.start }));
}

/**
 * .npmrc. An entry is one key exactly as npm sees it: `['@acme:registry']`, `['//host/npm/repo/:_authToken']`.
 * Keys below a `[section]` header are hidden from npm and therefore neither found nor listed; new keys go above the first
 * header. Every element of a `key[]=` array is listed under `key`, so that a single value set beside them does not read back.
 */
export const npmrcEditor: Editor = { bomIsFatal: false, identify, check, find, capture, set, restore, list };
