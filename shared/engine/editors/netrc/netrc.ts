import type { Before, Editor, EntryPath, Occurrence, Splice, SyntaxProblem } from '../editor.ts';
import { insertLines, pairFromLast, removeLines, splitLines, type Line } from '../text/lines.ts';
import { scanNetrc, type Field, type Item } from './words.ts';

/** Stands in `Before.raws` for an entry without the field; no raw value is a bare newline. */
const NO_FIELD = '\n';

/** One place per entry of the host where the field stands or could stand. */
type Slot = { readonly machine: Item; readonly field: Field | null };

/** A whole entry or one of its fields. */
type Region = Item | Field;

function fieldName(written: string): string {
  return written === 'user' ? 'login' : written;
}

function machinesOf(text: string, [host = '']: EntryPath): readonly Item[] {
  return scanNetrc(text).items.filter(({ kind, name }) => kind === 'machine' && name === host);
}

function slotsOf(text: string, entry: EntryPath): readonly Slot[] {
  const wanted = fieldName(entry[1] ?? '');
  return machinesOf(text, entry).flatMap((machine): Slot[] => {
    const fields = machine.fields.filter(({ name }) => name === wanted);
    return fields.length === 0 ? [{ machine, field: null }] : fields.map((field) => ({ machine, field }));
  });
}

function rawOf(text: string, { valueStart, end }: Field): string {
  return text.slice(valueStart, end);
}

function linesOf(text: string, { start, end }: Region): readonly Line[] {
  return splitLines(text).filter((line) => line.next > start && line.start < end);
}

function lineAfter(text: string, offset: number): number {
  return splitLines(text).find((line) => line.end >= offset)?.next ?? text.length;
}

function blanksBefore(text: string, offset: number): string {
  return /[ \t]*$/.exec(text.slice(0, offset))?.[0] ?? '';
}

function beginsLine(text: string, offset: number): boolean {
  return /(?:^|[\r\n])[ \t]*$/.test(text.slice(0, offset));
}

function endsLine(text: string, offset: number): boolean {
  return /^[ \t]*(?:$|[\r\n])/.test(text.slice(offset));
}

function identify([host = '', name = '']: EntryPath): string {
  return JSON.stringify([host, fieldName(name)]);
}

function check(text: string): SyntaxProblem | null {
  return scanNetrc(text).problem;
}

function find(text: string, entry: EntryPath): readonly Occurrence[] {
  return slotsOf(text, entry).flatMap(({ field }) =>
    field === null ? [] : [{ start: field.valueStart, end: field.end, value: field.value }],
  );
}

function capture(text: string, entry: EntryPath): Before {
  const slots = slotsOf(text, entry);
  if (slots.every(({ field }) => field === null)) return { kind: 'absent', depth: slots.length === 0 ? 0 : 1 };
  return { kind: 'present', raws: slots.map(({ field }) => (field === null ? NO_FIELD : rawOf(text, field))) };
}

/** After the other machines and before the `default`, behind which curl sees none; never between `default` and its comments. */
function insertMachine(text: string, content: string): Splice {
  const { items } = scanNetrc(text);
  const index = items.findIndex(({ kind }) => kind === 'default');
  const fallback = items[index];
  if (fallback === undefined) return insertLines(text, text.length, [content]);
  const previous = items[index - 1];
  const behind = previous?.kind === 'machine' ? lineAfter(text, previous.end) : null;
  if (behind !== null && behind <= fallback.start) return insertLines(text, behind, [content]);
  const before = fallback.start - blanksBefore(text, fallback.start).length;
  if (beginsLine(text, fallback.start)) return insertLines(text, before, [content]);
  return { start: fallback.start, end: fallback.start, text: `${content} ` };
}

/** Behind the entry's last field: on a line of its own, like that one, or on the same line. */
function insertField(text: string, { fields, end }: Item, name: string, raw: string): Splice {
  const last = fields.at(-1);
  const next = scanNetrc(text).items.find(({ start }) => start >= end);
  const below = lineAfter(text, end);
  const isAlone = last !== undefined && beginsLine(text, last.start) && (next === undefined || next.start >= below);
  if (!isAlone) return { start: end, end, text: ` ${name} ${raw}` };
  return insertLines(text, below, [`${blanksBefore(text, last.start)}${name} ${raw}`]);
}

/** Quotes go: Go sends them along. */
function set(text: string, entry: EntryPath, value: string): readonly Splice[] {
  const [host = '', name = ''] = entry;
  const slots = slotsOf(text, entry);
  if (slots.length === 0) return [insertMachine(text, `machine ${host} ${name} ${value}`)];
  return slots.flatMap(({ machine, field }) => {
    if (field === null) return [insertField(text, machine, name, value)];
    return rawOf(text, field) === value ? [] : [{ start: field.valueStart, end: field.end, text: value }];
  });
}

/** An entry within a line was put there with a blank behind it, a field with one in front. */
function withBlank(text: string, region: Region): { readonly start: number; readonly end: number } {
  const isBlank = (offset: number) => /^[ \t]$/.test(text.slice(offset, offset + 1));
  if ('fields' in region) return { start: region.start, end: region.end + (isBlank(region.end) ? 1 : 0) };
  return { start: region.start - (isBlank(region.start - 1) ? 1 : 0), end: region.end };
}

/** Takes fields or whole entries out, with their lines where nothing else is on them. */
function remove(text: string, regions: readonly Region[]): readonly Splice[] {
  const isAlone = ({ start, end }: Region) => beginsLine(text, start) && endsLine(text, end);
  const lines = regions.filter((region) => isAlone(region)).flatMap((region) => linesOf(text, region));
  const within = regions
    .filter((region) => !isAlone(region))
    .map((region) => ({ ...withBlank(text, region), text: '' }));
  return [...removeLines(text, lines), ...within];
}

function restore(text: string, entry: EntryPath, before: Before): readonly Splice[] {
  const slots = slotsOf(text, entry);
  if (before.kind === 'absent') {
    const regions = slots.flatMap(({ machine, field }): Region[] => {
      if (field === null) return [];
      const isWhole = before.depth === 0 && machine.fields.every(({ name }) => name === field.name);
      return [isWhole ? machine : field];
    });
    return remove(text, [...new Set(regions)]);
  }
  const [, name = ''] = entry;
  const pairs = pairFromLast(slots, before.raws);
  const leaving = pairs.flatMap(({ left, right }) => (left.field !== null && right === NO_FIELD ? [left.field] : []));
  const others = pairs.flatMap(({ left: { machine, field }, right: raw }): Splice[] => {
    if (raw === NO_FIELD) return [];
    if (field === null) return [insertField(text, machine, name, raw)];
    return rawOf(text, field) === raw ? [] : [{ start: field.valueStart, end: field.end, text: raw }];
  });
  return [...remove(text, leaving), ...others];
}

function list(text: string): readonly { readonly entry: EntryPath; readonly value: string }[] {
  return scanNetrc(text).items.flatMap(({ kind, name, fields, start, end }) => {
    if (kind === 'macdef') return [{ entry: ['macdef', name], value: text.slice(start, end) }];
    return fields.map((field) => ({ entry: [name, field.name], value: field.value }));
  });
}

/**
 * netrc (`~/.netrc`, `_netrc`). An entry is `[host, 'login']` or `[host, 'password']`; all entries of one host are set, because Go
 * and curl take the first and Python the last. A file that Python ignores as a whole is refused although Go and curl read it: a token
 * in it would look installed and not work for pip, Poetry, Pipenv and uv.
 */
export const netrcEditor: Editor = { bomIsFatal: true, identify, check, find, capture, set, restore, list };
