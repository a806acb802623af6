import { ok } from '../../../contract/problem.ts';
import type { Document, Editor, Part, Slot, Splice } from '../editor.ts';
import { item, stepText } from '../text/entry-path.ts';
import type { EntryPath } from '../text/entry-path.ts';
import { insertLines, removeLines, type Line } from '../text/lines.ts';
import {
  bareItem,
  insertItem,
  isList,
  itemsOf,
  newList,
  removeItems,
  wantedItem,
  wordOf,
  type ListItem,
} from './items.ts';
import { likeAws } from './aws-sections.ts';
import { likePip, likePython, scanIni, valueOf, type Normalize, type IniOption, type Scan } from './lines.ts';

/** Which spellings of names are one, and what a byte order mark does. */
type Dialect = { readonly option: Normalize; readonly section: Normalize; readonly bomIsFatal: boolean };

const asIs: Normalize = (name) => name;

/** A value, or one item of it, and the text it stands for. */
type ValueRange = { readonly start: number; readonly end: number; readonly value: string };

/** Takes options out, and the headers of sections that thereby hold nothing but blank lines when those shall leave too. */
function removeOptions(text: string, { lines, sections }: Scan, options: readonly IniOption[], withSection: boolean) {
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

function documentOf(text: string, scanned: Scan, { option: normalize, section: sectionOf }: Dialect): Document {
  const { lines, sections, options } = scanned;

  function optionsOf([section, name]: EntryPath): readonly IniOption[] {
    const wanted = normalize(stepText(name));
    const within = sectionOf(stepText(section));
    return options.filter((option) => sectionOf(option.section.name) === within && option.name === wanted);
  }

  function itemsIn(entry: EntryPath): readonly ListItem[] {
    const wanted = wantedItem(entry);
    return optionsOf(entry).flatMap((option) =>
      itemsOf(text, option).filter((one) => bareItem(wordOf(text, one)) === wanted),
    );
  }

  function placesOf(entry: EntryPath): readonly ValueRange[] {
    if (wantedItem(entry) !== null) return itemsIn(entry).map((one) => ({ ...one, value: wordOf(text, one) }));
    return optionsOf(entry).map((option) => ({ ...option, value: valueOf(option) }));
  }

  /** Inserts an option where configparser sees it, with an indentation that leaves the lines below it what they are. */
  function insert(entry: EntryPath, value: string): Splice {
    const [sectionName, name] = [sectionOf(stepText(entry[0])), stepText(entry[1])];
    const content = (indent: string) =>
      wantedItem(entry) === null ? [`${indent}${name} = ${value}`] : newList(name, value, indent);
    const after = (lineIndex: number) => lines[lineIndex]?.next ?? text.length;

    const sibling = options.findLast(({ section }) => sectionOf(section.name) === sectionName);
    if (sibling !== undefined) return insertLines(text, after(sibling.lastLine), content(sibling.indent));

    const position = sections.findIndex((section) => sectionOf(section.name) === sectionName);
    const section = sections[position];
    if (section === undefined) return insertLines(text, text.length, [`[${sectionName}]`, ...content('')]);
    // A header that is indented deeper than the option above it would become part of that option's value.
    const indent = sections[position + 1]?.indent ?? section.indent;
    return insertLines(text, after(section.lineIndex), content(indent));
  }

  return {
    text,
    find: (entry) => placesOf(entry).map(({ start, end, value }) => ({ start, end, value })),
    slots: (entry) =>
      placesOf(entry).map(({ start, end }): Slot => {
        return { raw: text.slice(start, end), isThere: true, put: (raw) => [{ start, end, text: raw }] };
      }),
    depth(entry) {
      if (optionsOf(entry).length > 0) return 2;
      const within = sectionOf(stepText(entry[0]));
      return sections.some(({ name }) => sectionOf(name) === within) ? 1 : 0;
    },
    set(entry, value) {
      const present = placesOf(entry);
      if (present.length > 0) {
        return present.filter((place) => place.value !== value).map(({ start, end }) => ({ start, end, text: value }));
      }
      // The later of two spellings is the one that pip takes.
      const option = wantedItem(entry) === null ? undefined : optionsOf(entry).at(-1);
      return [option === undefined ? insert(entry, value) : insertItem(text, scanned, option, value)];
    },
    remove(entry, depth) {
      const present = optionsOf(entry);
      if (wantedItem(entry) === null) return removeOptions(text, scanned, present, depth === 0);
      const items = itemsIn(entry);
      const emptied = present.filter((option) => {
        const left = itemsOf(text, option).length - items.filter((one) => one.option === option).length;
        return depth < 2 && left === 0;
      });
      if (emptied.length > 0) return removeOptions(text, scanned, emptied, depth === 0);
      return removeItems(text, scanned, items);
    },
    parts: () => [
      ...sections.map(({ lineIndex, indent, name }): Part => {
        const start = (lines[lineIndex]?.start ?? 0) + indent.length + 1;
        return { kind: 'key', start, end: start + name.length, name: '' };
      }),
      ...options.flatMap((option): Part[] => [
        { kind: 'key', start: option.nameStart, end: option.nameEnd, name: '' },
        ...option.pieces.map(({ start, end }): Part => {
          return { kind: 'value', start, end, name: `${option.section.name}.${option.name}` };
        }),
      ]),
    ],
    entries: () =>
      options.flatMap((option) => {
        const entry = [sectionOf(option.section.name), option.name];
        if (!isList(option)) return [{ entry, value: valueOf(option), start: option.start }];
        return itemsOf(text, option).map((one) => {
          const word = wordOf(text, one);
          return { entry: [...entry, item(bareItem(word))], value: word, start: one.start };
        });
      }),
  };
}

function createPythonIniEditor(dialect: Dialect): Editor {
  return {
    bomIsFatal: dialect.bomIsFatal,
    identify(entry) {
      const [section, name] = entry;
      return JSON.stringify([dialect.section(stepText(section)), dialect.option(stepText(name)), wantedItem(entry)]);
    },
    read(text) {
      const scanned = scanIni(text, dialect.option);
      return scanned.ok ? ok(documentOf(text, scanned.value, dialect)) : scanned;
    },
  };
}

/**
 * pip.conf. An entry is `[section, option]`, or `[section, option, item('word')]` for one word of a list, a URL being named without its
 * credentials. `index_url`, `Index-URL` and `index-url` are one option, as in pip. `set` writes one line in place of the whole value,
 * continuation lines and the comments between them included, and `restore` brings them back; of a list it changes the item alone.
 * To take out a section that came with several entries, whichever goes last, all of them have to be captured before the first is set.
 */
export const pythonIniEditor: Editor = createPythonIniEditor({ option: likePip, section: asIs, bomIsFatal: true });

/** .pypirc of twine and distutils: the same, but for names, in which `_` and `-` are two things. */
export const pypircEditor: Editor = createPythonIniEditor({ option: likePython, section: asIs, bomIsFatal: true });

/**
 * The config file of AWS, which botocore reads by configparser: `[likeAws(section), option]`. The AWS CLI refuses a byte order mark, the
 * SDKs don't.
 */
export const awsConfigEditor: Editor = createPythonIniEditor({
  option: likePython,
  section: likeAws,
  bomIsFatal: false,
});
