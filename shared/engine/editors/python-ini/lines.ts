import { failed, ok } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import type { SyntaxProblem } from '../editor.ts';
import { NOTHING_KNOWN, showKey } from '../../secrets/show-value.ts';
import { splitLines, type Line } from '../text/lines.ts';

// Facts: configparser.RawConfigParser of Python 3.11 and 3.13 with its defaults, and pip 23.2 and 24.2's `Configuration`.

/** What Python's str.strip and `\s` take for blank; JavaScript's differ in U+001C to U+001F, U+0085 and U+FEFF. */
const BLANK = String.raw`[\t\n\v\f\r\x1c-\x1f \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;
const LEADING = new RegExp(`^${BLANK}*`);
const ONE_BLANK = new RegExp(`^${BLANK}$`);

/** Without the blanks at its end; a pattern would try each run of blanks anew from every one of them. */
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && ONE_BLANK.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

export type Section = { readonly name: string; readonly lineIndex: number; readonly indent: string };

export type IniOption = {
  readonly section: Section;
  /** As the client compares it. */
  readonly name: string;
  readonly indent: string;
  readonly firstLine: number;
  /** Offsets of the name as it is written. */
  readonly nameStart: number;
  readonly nameEnd: number;
  /** Line of the last part of the value that isn't blank: continuation lines reach to here. */
  lastLine: number;
  /** Offsets of the value, from its first to its last part, comment lines between them included. */
  start: number;
  end: number;
  readonly parts: string[];
  /** Its parts that aren't blank, where they stand. */
  readonly pieces: { readonly lineIndex: number; readonly start: number; readonly end: number }[];
};

export type Scan = {
  readonly lines: readonly Line[];
  readonly sections: readonly Section[];
  readonly options: readonly IniOption[];
};

/** What makes two spellings one option. */
export type Normalize = (name: string) => string;

/** pip's `_normalize_name`. */
export function likePip(name: string): string {
  return name.toLowerCase().replaceAll('_', '-').replace(/^--/, '');
}

/** RawConfigParser's own `optionxform`. */
export function likePython(name: string): string {
  return name.toLowerCase();
}

export function scanIni(text: string, normalize: Normalize): Result<Scan, SyntaxProblem> {
  const lines = splitLines(text);
  const sections: Section[] = [];
  const options: IniOption[] = [];
  const seen = new Set<string>();
  const names = new Set<string>();
  let section: Section | null = null;
  let option: IniOption | null = null;
  let indentLevel = 0;
  const fail = (lineIndex: number, message: string) => failed({ line: lineIndex + 1, message });

  for (const [lineIndex, line] of lines.entries()) {
    const whole = text.slice(line.start, line.end);
    const indent = LEADING.exec(whole)?.[0] ?? '';
    const content = trimEnd(whole.slice(indent.length));
    const contentEnd = line.start + indent.length + content.length;
    if (/^[#;]/.test(content)) continue;
    if (content === '') {
      option?.parts.push('');
      continue;
    }
    if (option !== null && indent.length > indentLevel) {
      option.parts.push(content);
      option.pieces.push({ lineIndex, start: contentEnd - content.length, end: contentEnd });
      Object.assign(option, { lastLine: lineIndex, end: contentEnd });
      continue;
    }
    indentLevel = indent.length;

    const header: string | undefined = /^\[([^]+)\]/.exec(content)?.[1];
    if (header !== undefined) {
      // configparser lets its DEFAULT section, and no other, come in several pieces.
      if (header !== 'DEFAULT' && names.has(header)) {
        return fail(lineIndex, `section [${showKey(header, NOTHING_KNOWN)}] stands there twice`);
      }
      names.add(header);
      section = { name: header, lineIndex, indent };
      sections.push(section);
      option = null;
      continue;
    }
    if (section === null) return fail(lineIndex, 'this line stands before the first [section] header');
    const delimiter = content.search(/[=:]/);
    if (delimiter < 0) return fail(lineIndex, 'this line has neither "=" nor ":"');
    const written = trimEnd(content.slice(0, delimiter));
    if (written === '') return fail(lineIndex, 'this line has no option name');
    const identity = JSON.stringify([section.name, written.toLowerCase()]);
    if (seen.has(identity))
      return fail(
        lineIndex,
        `option ${showKey(written, NOTHING_KNOWN)} stands twice in section [${showKey(section.name, NOTHING_KNOWN)}]`,
      );
    seen.add(identity);
    const value = content.slice(delimiter + 1).replace(LEADING, '');
    option = {
      section,
      name: normalize(written),
      indent,
      firstLine: lineIndex,
      nameStart: contentEnd - content.length,
      nameEnd: contentEnd - content.length + written.length,
      lastLine: lineIndex,
      // Without a value on the first line, a new one goes behind the delimiter and its blanks.
      start: value === '' ? line.end : contentEnd - value.length,
      end: value === '' ? line.end : contentEnd,
      parts: [value],
      pieces: value === '' ? [] : [{ lineIndex, start: contentEnd - value.length, end: contentEnd }],
    };
    options.push(option);
  }
  return ok({ lines, sections, options });
}

export function valueOf(option: IniOption): string {
  return trimEnd(option.parts.join('\n'));
}
