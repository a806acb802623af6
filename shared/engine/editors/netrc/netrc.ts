import { ok } from '../../../contract/problem.ts';
import type { Document, Editor, Part, Slot, Splice } from '../editor.ts';
import { stepText } from '../text/entry-path.ts';
import type { EntryPath } from '../text/entry-path.ts';
import {
  beginsLine,
  blanksBefore,
  dominantEol,
  firstIndex,
  insertLines,
  linesBetween,
  removeLines,
  splitLines,
  type Line,
} from '../text/lines.ts';
import { scanNetrc, type NetrcField, type NetrcItem } from './words.ts';

/** Stands in `Slot.raw` for an entry without the field; no raw value is a bare newline. */
const NO_FIELD = '\n';

/** One place per entry of the host where the field stands or could stand. */
type Site = { readonly machine: NetrcItem; readonly field: NetrcField | null };

/** A whole entry or one of its fields. */
type Region = NetrcItem | NetrcField;

function fieldName(written: string): string {
  return written === 'user' ? 'login' : written;
}

function rawOf(text: string, { valueStart, end }: NetrcField): string {
  return text.slice(valueStart, end);
}

/** A text that was read, with its lines. */
type Source = {
  readonly text: string;
  readonly items: readonly NetrcItem[];
  readonly lines: readonly Line[];
  readonly eol: string;
};

function lineAfter({ text, lines }: Source, offset: number): number {
  return lines[firstIndex(lines, (line) => line.end >= offset)]?.next ?? text.length;
}

function endsLine(text: string, offset: number): boolean {
  return /^[ \t]*(?:$|[\r\n])/.test(text.slice(offset));
}

/** After the other machines and before the `default`, behind which curl sees none; never between `default` and its comments. */
function insertMachine(source: Source, content: string): Splice {
  const { text, items } = source;
  const index = items.findIndex(({ kind }) => kind === 'default');
  const fallback = items[index];
  if (fallback === undefined) return insertLines(text, text.length, [content]);
  const previous = items[index - 1];
  const behind = previous?.kind === 'machine' ? lineAfter(source, previous.end) : null;
  if (behind !== null && behind <= fallback.start) return insertLines(text, behind, [content]);
  const before = fallback.start - blanksBefore(text, fallback.start).length;
  if (beginsLine(text, fallback.start)) return insertLines(text, before, [content]);
  return { start: fallback.start, end: fallback.start, text: `${content} ` };
}

/** Behind the entry's last field: on a line of its own, like that one, or on the same line. */
function insertField(source: Source, { fields, end }: NetrcItem, name: string, raw: string): Splice {
  const { text, items } = source;
  const last = fields.at(-1);
  const next = items[firstIndex(items, ({ start }) => start >= end)];
  const below = lineAfter(source, end);
  const isAlone = last !== undefined && beginsLine(text, last.start) && (next === undefined || next.start >= below);
  if (!isAlone) return { start: end, end, text: ` ${name} ${raw}` };
  return insertLines(text, below, [`${blanksBefore(text, last.start)}${name} ${raw}`], source.eol);
}

/** An entry within a line was put there with a blank behind it, a field with one in front. */
function withBlank(text: string, region: Region): { readonly start: number; readonly end: number } {
  const isBlank = (offset: number) => /^[ \t]$/.test(text.slice(offset, offset + 1));
  if ('fields' in region) return { start: region.start, end: region.end + (isBlank(region.end) ? 1 : 0) };
  return { start: region.start - (isBlank(region.start - 1) ? 1 : 0), end: region.end };
}

/** Takes fields or whole entries out, with their lines where nothing else is on them. */
function remove({ text, lines: all }: Source, regions: readonly Region[]): readonly Splice[] {
  const isAlone = ({ start, end }: Region) => beginsLine(text, start) && endsLine(text, end);
  const lines = regions.filter((region) => isAlone(region)).flatMap(({ start, end }) => linesBetween(all, start, end));
  const within = regions
    .filter((region) => !isAlone(region))
    .map((region) => ({ ...withBlank(text, region), text: '' }));
  return [...removeLines(text, lines), ...within];
}

/** Words and hosts are keys; a macro, which may sign in by itself, is a value as a whole. */
function partsOf(text: string, { kind, name, start, end, fields }: NetrcItem): readonly Part[] {
  if (kind === 'macdef') {
    const body = start + kind.length;
    return [
      { kind: 'key', start, end: body, name: '' },
      { kind: 'value', start: body, end, name: kind },
    ];
  }
  const head: Part = { kind: 'key', start, end: fields[0]?.start ?? end, name: '' };
  const headEnd = start + text.slice(start, head.end).trimEnd().length;
  return [
    { ...head, end: headEnd },
    ...fields.flatMap((field): Part[] => [
      {
        kind: 'key',
        start: field.start,
        end: field.start + (/^\w*/.exec(text.slice(field.start, field.end))?.[0].length ?? 0),
        name: '',
      },
      { kind: 'value', start: field.valueStart, end: field.end, name: `${name}.${field.name}` },
    ]),
  ];
}

function documentOf(text: string, items: readonly NetrcItem[]): Document {
  const source: Source = { text, items, lines: splitLines(text), eol: dominantEol(text) };
  const byHost = Map.groupBy(
    items.filter(({ kind }) => kind === 'machine'),
    ({ name }) => name,
  );

  function sitesOf([host, field]: EntryPath): readonly Site[] {
    const wanted = fieldName(stepText(field));
    const machines = byHost.get(stepText(host)) ?? [];
    return machines.flatMap((machine): Site[] => {
      const fields = machine.fields.filter(({ name }) => name === wanted);
      return fields.length === 0 ? [{ machine, field: null }] : fields.map((one) => ({ machine, field: one }));
    });
  }

  /** Quotes go: Go sends them along. */
  function replaceAt(field: NetrcField, raw: string): readonly Splice[] {
    return rawOf(text, field) === raw ? [] : [{ start: field.valueStart, end: field.end, text: raw }];
  }

  function slotAt({ machine, field }: Site, name: string): Slot {
    return {
      raw: field === null ? NO_FIELD : rawOf(text, field),
      isThere: field !== null,
      put(raw) {
        if (field === null) return raw === NO_FIELD ? [] : [insertField(source, machine, name, raw)];
        return raw === NO_FIELD ? remove(source, [field]) : replaceAt(field, raw);
      },
    };
  }

  return {
    text,
    find: (entry) =>
      sitesOf(entry).flatMap(({ field }) =>
        field === null ? [] : [{ start: field.valueStart, end: field.end, value: field.value }],
      ),
    slots: (entry) => sitesOf(entry).map((site) => slotAt(site, stepText(entry[1]))),
    depth: (entry) => (sitesOf(entry).length === 0 ? 0 : 1),
    set(entry, value) {
      const [host, name] = [stepText(entry[0]), stepText(entry[1])];
      const sites = sitesOf(entry);
      if (sites.length === 0) return [insertMachine(source, `machine ${host} ${name} ${value}`)];
      return sites.flatMap(({ machine, field }) =>
        field === null ? [insertField(source, machine, name, value)] : replaceAt(field, value),
      );
    },
    remove(entry, depth) {
      const regions = sitesOf(entry).flatMap(({ machine, field }): Region[] => {
        if (field === null) return [];
        const isWhole = depth === 0 && machine.fields.every(({ name }) => name === field.name);
        return [isWhole ? machine : field];
      });
      return remove(source, [...new Set(regions)]);
    },
    parts: () => items.flatMap((one) => partsOf(text, one)),
    entries: () =>
      items.flatMap(({ kind, name, fields, start, end }) => {
        if (kind === 'macdef') return [{ entry: ['macdef', name], value: text.slice(start, end), start }];
        return fields.map((field) => ({ entry: [name, field.name], value: field.value, start: field.valueStart }));
      }),
  };
}

/**
 * netrc (`~/.netrc`, `_netrc`). An entry is `[host, 'login']` or `[host, 'password']`; all entries of one host are set, because Go
 * and curl take the first and Python the last. A file that Python ignores as a whole is refused although Go and curl read it: a token
 * in it would look installed and not work for pip, Poetry, Pipenv and uv.
 */
export const netrcEditor: Editor = {
  bomIsFatal: true,
  identify: ([host, name]) => JSON.stringify([stepText(host), fieldName(stepText(name))]),
  read(text) {
    const scanned = scanNetrc(text);
    return scanned.ok ? ok(documentOf(text, scanned.value)) : scanned;
  },
};
