import type { Before, Editor, EntryPath, Occurrence, Splice, SyntaxProblem } from '../editor.ts';
import { insertLines, pairFromLast, removeLines, type Line } from '../text/lines.ts';
import { bareItem, insertItem, isList, itemsOf, newList, removeItems, wantedItem, wordOf, type Item } from './items.ts';
import { likePip, likePython, scanIni, valueOf, type Normalize, type Option, type Scan } from './lines.ts';

/** A value, or one item of it, and the text it stands for. */
type ValueRange = { readonly start: number; readonly end: number; readonly value: string };

/** Takes options out, and the headers of sections that thereby hold nothing but blank lines when those shall leave too. */
function remove(text: string, { lines, sections }: Scan, options: readonly Option[], withSection: boolean) {
  const removed = new Set<number>();
  for (const option of options) {
    for (let index = option.firstLine; index <= option.lastLine; index += 1) removed.add(index);
  }
  const isLeft = (line: Line, index: number) => !removed.has(index) && text.slice(line.start, line.end).trim() !== '';
  for (const { section } of withSection ? options : []) {
    const next = sections[sections.indexOf(section) + 1];
    const inside = lines.map((line, index) => ({ line, index })).slice(section.lineIndex + 1, next?.lineIndex);
    if (!inside.some(({ line, index }) => isLeft(line, index))) removed.add(section.lineIndex);
  }
  return removeLines(
    text,
    lines.filter((_, index) => removed.has(index)),
  );
}

function createPythonIniEditor(normalize: Normalize): Editor {
  const scan = (text: string) => scanIni(text, normalize);

  function optionsOf(options: readonly Option[], [section = '', name = '']: EntryPath): readonly Option[] {
    const wanted = normalize(name);
    return options.filter((option) => option.section.name === section && option.name === wanted);
  }

  function itemsIn(text: string, options: readonly Option[], entry: EntryPath): readonly Item[] {
    const wanted = wantedItem(entry);
    return optionsOf(options, entry).flatMap((option) =>
      itemsOf(text, option).filter((item) => bareItem(wordOf(text, item)) === wanted),
    );
  }

  function placesOf(text: string, options: readonly Option[], entry: EntryPath): readonly ValueRange[] {
    if (wantedItem(entry) !== null) {
      return itemsIn(text, options, entry).map((item) => ({ ...item, value: wordOf(text, item) }));
    }
    return optionsOf(options, entry).map((option) => ({ ...option, value: valueOf(option) }));
  }

  function identify(entry: EntryPath): string {
    const [section = '', name = ''] = entry;
    return JSON.stringify([section, normalize(name), wantedItem(entry)]);
  }

  function check(text: string): SyntaxProblem | null {
    return scan(text).problem;
  }

  function find(text: string, entry: EntryPath): readonly Occurrence[] {
    return placesOf(text, scan(text).options, entry).map(({ start, end, value }) => ({ start, end, value }));
  }

  function capture(text: string, entry: EntryPath): Before {
    const { sections, options } = scan(text);
    const present = placesOf(text, options, entry);
    if (present.length > 0) return { kind: 'present', raws: present.map(({ start, end }) => text.slice(start, end)) };
    const hasOption = optionsOf(options, entry).length > 0;
    const hasSection = sections.some(({ name }) => name === entry[0]);
    return { kind: 'absent', depth: hasOption ? 2 : hasSection ? 1 : 0 };
  }

  /** Inserts an option where configparser sees it, with an indentation that leaves the lines below it what they are. */
  function insert(text: string, entry: EntryPath, value: string): Splice {
    const [sectionName = '', name = ''] = entry;
    const { lines, sections, options } = scan(text);
    const content = (indent: string) =>
      wantedItem(entry) === null ? [`${indent}${name} = ${value}`] : newList(name, value, indent);
    const after = (lineIndex: number) => lines[lineIndex]?.next ?? text.length;

    const sibling = options.findLast(({ section }) => section.name === sectionName);
    if (sibling !== undefined) return insertLines(text, after(sibling.lastLine), content(sibling.indent));

    const position = sections.findIndex((section) => section.name === sectionName);
    const section = sections[position];
    if (section === undefined) return insertLines(text, text.length, [`[${sectionName}]`, ...content('')]);
    // A header that is indented deeper than the option above it would become part of that option's value.
    const indent = sections[position + 1]?.indent ?? section.indent;
    return insertLines(text, after(section.lineIndex), content(indent));
  }

  function set(text: string, entry: EntryPath, value: string): readonly Splice[] {
    const scanned = scan(text);
    const present = placesOf(text, scanned.options, entry);
    if (present.length > 0) {
      return present.filter((place) => place.value !== value).map(({ start, end }) => ({ start, end, text: value }));
    }
    // The later of two spellings is the one that pip takes.
    const option = wantedItem(entry) === null ? undefined : optionsOf(scanned.options, entry).at(-1);
    return [option === undefined ? insert(text, entry, value) : insertItem(text, scanned, option, value)];
  }

  function restore(text: string, entry: EntryPath, before: Before): readonly Splice[] {
    const scanned = scan(text);
    if (before.kind === 'present') {
      return pairFromLast(placesOf(text, scanned.options, entry), before.raws)
        .map(({ left, right }) => ({ start: left.start, end: left.end, text: right }))
        .filter((splice) => text.slice(splice.start, splice.end) !== splice.text);
    }
    const options = optionsOf(scanned.options, entry);
    if (wantedItem(entry) === null) return remove(text, scanned, options, before.depth === 0);
    const items = itemsIn(text, scanned.options, entry);
    const emptied = options.filter((option) => {
      const left = itemsOf(text, option).length - items.filter((item) => item.option === option).length;
      return before.depth < 2 && left === 0;
    });
    if (emptied.length > 0) return remove(text, scanned, emptied, before.depth === 0);
    return removeItems(text, scanned, items);
  }

  function list(text: string): readonly { readonly entry: EntryPath; readonly value: string }[] {
    return scan(text).options.flatMap((option) => {
      const entry = [option.section.name, option.name];
      if (!isList(option)) return [{ entry, value: valueOf(option) }];
      const words = itemsOf(text, option).map((item) => wordOf(text, item));
      return words.map((word) => ({ entry: [...entry, `[${bareItem(word)}]`], value: word }));
    });
  }

  return { bomIsFatal: true, identify, check, find, capture, set, restore, list };
}

/**
 * pip.conf. An entry is `[section, option]`, or `[section, option, '[item]']` for one word of a list, a URL being named without its
 * credentials. `index_url`, `Index-URL` and `index-url` are one option, as in pip. `set` writes one line in place of the whole value,
 * continuation lines and the comments between them included, and `restore` brings them back; of a list it changes the item alone.
 * To take out a section that came with several entries, whichever goes last, all of them have to be captured before the first is set.
 */
export const pythonIniEditor: Editor = createPythonIniEditor(likePip);

/** .pypirc of twine and distutils: the same, but for names, in which `_` and `-` are two things. */
export const pypircEditor: Editor = createPythonIniEditor(likePython);
