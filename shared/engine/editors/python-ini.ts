import type { Before, Editor, EntryPath, Occurrence, Splice, SyntaxProblem } from './editor.ts';
import { insertLines, pairFromLast, removeLines, splitLines, type Line } from './lines.ts';

// Facts: configparser.RawConfigParser of Python 3.11 and 3.13 with its defaults, and pip 23.2 and 24.2's `Configuration`.

/** What Python's str.strip and `\s` take for blank; JavaScript's differ in U+001C to U+001F, U+0085 and U+FEFF. */
const BLANK = String.raw`[\t\n\v\f\r\x1c-\x1f \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;
const LEADING = new RegExp(`^${BLANK}*`);
const TRAILING = new RegExp(`${BLANK}*$`);

type Section = { readonly name: string; readonly lineIndex: number; readonly indent: string };

type Option = {
  readonly section: Section;
  /** As pip compares it. */
  readonly name: string;
  readonly indent: string;
  readonly firstLine: number;
  /** Line of the last part of the value that isn't blank: continuation lines reach to here. */
  lastLine: number;
  /** Offsets of the value, from its first to its last part, comment lines between them included. */
  start: number;
  end: number;
  readonly parts: string[];
};

type Scan = {
  readonly lines: readonly Line[];
  readonly sections: readonly Section[];
  readonly options: readonly Option[];
  readonly problem: SyntaxProblem | null;
};

/** pip's `_normalize_name`. */
function normalizeName(name: string): string {
  return name.toLowerCase().replaceAll('_', '-').replace(/^--/, '');
}

function scan(text: string): Scan {
  const lines = splitLines(text);
  const sections: Section[] = [];
  const options: Option[] = [];
  const seen = new Set<string>();
  let section: Section | null = null;
  let option: Option | null = null;
  let indentLevel = 0;
  const fail = (lineIndex: number, message: string): Scan => {
    return { lines, sections, options, problem: { line: lineIndex + 1, message } };
  };

  for (const [lineIndex, line] of lines.entries()) {
    const whole = text.slice(line.start, line.end);
    const indent = LEADING.exec(whole)?.[0] ?? '';
    const content = whole.slice(indent.length).replace(TRAILING, '');
    const contentEnd = line.start + indent.length + content.length;
    if (/^[#;]/.test(content)) continue;
    if (content === '') {
      option?.parts.push('');
      continue;
    }
    if (option !== null && indent.length > indentLevel) {
      option.parts.push(content);
      Object.assign(option, { lastLine: lineIndex, end: contentEnd });
      continue;
    }
    indentLevel = indent.length;

    const header: string | undefined = /^\[([^]+)\]/.exec(content)?.[1];
    if (header !== undefined) {
      // configparser lets its DEFAULT section, and no other, come in several pieces.
      if (header !== 'DEFAULT' && sections.some(({ name }) => name === header)) {
        return fail(lineIndex, `section [${header}] stands there twice`);
      }
      section = { name: header, lineIndex, indent };
      sections.push(section);
      option = null;
      continue;
    }
    if (section === null) return fail(lineIndex, 'this line stands before the first [section] header');
    const delimiter = content.search(/[=:]/);
    if (delimiter < 0) return fail(lineIndex, 'this line has neither "=" nor ":"');
    const written = content.slice(0, delimiter).replace(TRAILING, '');
    if (written === '') return fail(lineIndex, 'this line has no option name');
    const identity = JSON.stringify([section.name, written.toLowerCase()]);
    if (seen.has(identity)) return fail(lineIndex, `option ${written} stands twice in section [${section.name}]`);
    seen.add(identity);
    const value = content.slice(delimiter + 1).replace(LEADING, '');
    option = {
      section,
      name: normalizeName(written),
      indent,
      firstLine: lineIndex,
      lastLine: lineIndex,
      // Without a value on the first line, a new one goes behind the delimiter and its blanks.
      start: value === '' ? line.end : contentEnd - value.length,
      end: value === '' ? line.end : contentEnd,
      parts: [value],
    };
    options.push(option);
  }
  return { lines, sections, options, problem: null };
}

function valueOf(option: Option): string {
  return option.parts.join('\n').replace(TRAILING, '');
}

function optionsOf(options: readonly Option[], [section = '', name = '']: EntryPath): readonly Option[] {
  const wanted = normalizeName(name);
  return options.filter((option) => option.section.name === section && option.name === wanted);
}

function identify([section = '', name = '']: EntryPath): string {
  return JSON.stringify([section, normalizeName(name)]);
}

function check(text: string): SyntaxProblem | null {
  return scan(text).problem;
}

function find(text: string, entry: EntryPath): readonly Occurrence[] {
  return optionsOf(scan(text).options, entry).map((option) => ({
    start: option.start,
    end: option.end,
    value: valueOf(option),
  }));
}

function capture(text: string, entry: EntryPath): Before {
  const { sections, options } = scan(text);
  const present = optionsOf(options, entry);
  if (present.length === 0) return { kind: 'absent', depth: sections.some(({ name }) => name === entry[0]) ? 1 : 0 };
  return { kind: 'present', raws: present.map(({ start, end }) => text.slice(start, end)) };
}

/** Inserts an option where configparser sees it, with an indentation that leaves the lines below it what they are. */
function insert(text: string, [sectionName = '', name = '']: EntryPath, value: string): Splice {
  const { lines, sections, options } = scan(text);
  const content = `${name} = ${value}`;
  const after = (lineIndex: number) => lines[lineIndex]?.next ?? text.length;

  const sibling = options.findLast(({ section }) => section.name === sectionName);
  if (sibling !== undefined) return insertLines(text, after(sibling.lastLine), [sibling.indent + content]);

  const position = sections.findIndex((section) => section.name === sectionName);
  const section = sections[position];
  if (section === undefined) return insertLines(text, text.length, [`[${sectionName}]`, content]);
  // A header that is indented deeper than the option above it would become part of that option's value.
  const indent = sections[position + 1]?.indent ?? section.indent;
  return insertLines(text, after(section.lineIndex), [indent + content]);
}

function set(text: string, entry: EntryPath, value: string): readonly Splice[] {
  const present = optionsOf(scan(text).options, entry);
  if (present.length === 0) return [insert(text, entry, value)];
  return present.filter((option) => valueOf(option) !== value).map(({ start, end }) => ({ start, end, text: value }));
}

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

function restore(text: string, entry: EntryPath, before: Before): readonly Splice[] {
  const scanned = scan(text);
  const present = optionsOf(scanned.options, entry);
  if (before.kind === 'absent') return remove(text, scanned, present, before.depth === 0);
  return pairFromLast(present, before.raws)
    .map(({ left, right }) => ({ start: left.start, end: left.end, text: right }))
    .filter((splice) => text.slice(splice.start, splice.end) !== splice.text);
}

function list(text: string): readonly { readonly entry: EntryPath; readonly value: string }[] {
  return scan(text).options.map((option) => ({ entry: [option.section.name, option.name], value: valueOf(option) }));
}

/**
 * pip.conf, and other files that Python's RawConfigParser reads. An entry is `[section, option]`; `index_url`, `Index-URL`
 * and `index-url` are one option, as in pip. `set` writes one line in place of the whole value, continuation lines and the
 * comments between them included; `restore` brings them back. To take out a section that came with several entries,
 * whichever goes last, all of them have to be captured before the first is set.
 */
export const pythonIniEditor: Editor = { bomIsFatal: true, identify, check, find, capture, set, restore, list };
