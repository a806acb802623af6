import type { Splice } from '../editor.ts';
import { blanksBefore, insertLines, removeLines } from '../text/lines.ts';
import type { IniOption, Scan } from './lines.ts';
import { isSelection } from '../text/entry-path.ts';
import type { EntryPath } from '../text/entry-path.ts';

/** One word of an option that is a list, such as a URL of `extra-index-url`. */
export type ListItem = {
  readonly option: IniOption;
  readonly lineIndex: number;
  readonly start: number;
  readonly end: number;
};

/** Options whose values are lists: pip and twine split them at blanks. */
const LISTS = new Set(['extra-index-url', 'index-servers']);
const CONTINUATION = '    ';

export function isList({ name }: IniOption): boolean {
  return LISTS.has(name);
}

/** A URL without its credentials and the slash at its end: what tells it from the others, whoever signs in. */
export function bareItem(word: string): string {
  return word.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/@\s]*@/i, '$1').replace(/\/$/, '');
}

/** What an entry of three steps asks for: `['global', 'extra-index-url', item('https://host/simple/')]`. */
export function wantedItem([, , third]: EntryPath): string | null {
  return isSelection(third) ? bareItem(third.is) : null;
}

export function itemsOf(text: string, option: IniOption): readonly ListItem[] {
  return option.pieces.flatMap(({ lineIndex, start, end }) =>
    [...text.slice(start, end).matchAll(/\S+/g)].map(({ index, 0: word }) => ({
      option,
      lineIndex,
      start: start + index,
      end: start + index + word.length,
    })),
  );
}

export function wordOf(text: string, { start, end }: ListItem): string {
  return text.slice(start, end);
}

/** A line below the option's last one, indented like that or, where the value has one line only, deeper than its name. */
export function insertItem(text: string, { lines }: Scan, option: IniOption, value: string): Splice {
  const last = option.pieces.findLast(({ lineIndex }) => lineIndex > option.firstLine);
  const line = last === undefined ? undefined : lines[last.lineIndex];
  const indent = line === undefined || last === undefined ? undefined : text.slice(line.start, last.start);
  const at = lines[option.lastLine]?.next ?? text.length;
  return insertLines(text, at, [(indent ?? option.indent + CONTINUATION) + value]);
}

/** Lines of an option that doesn't exist yet, to stand behind `indent`. */
export function newList(name: string, value: string, indent: string): readonly string[] {
  return [`${indent}${name} =`, `${indent}${CONTINUATION}${value}`];
}

/** Takes items out, with their lines where nothing else is on them. */
export function removeItems(text: string, { lines }: Scan, items: readonly ListItem[]): readonly Splice[] {
  const going = new Set(items.map(({ start }) => start));
  const options = [...new Set(items.map(({ option }) => option))];
  const staying = options.flatMap((option) => itemsOf(text, option).filter(({ start }) => !going.has(start)));
  const kept = new Set([...options.map(({ firstLine }) => firstLine), ...staying.map(({ lineIndex }) => lineIndex)]);
  const whole = new Set(items.map(({ lineIndex }) => lineIndex).filter((lineIndex) => !kept.has(lineIndex)));
  const words = items
    .filter(({ lineIndex }) => !whole.has(lineIndex))
    .map(({ start, end }) => {
      const before = blanksBefore(text, start).length;
      return { start: start - before, end, text: '' };
    });
  const gone = lines.filter((_, index) => whole.has(index));
  return [...removeLines(text, gone), ...words];
}
