import { failed, ok } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import type { SyntaxProblem } from '../editor.ts';
import { lineAt } from '../text/lines.ts';

// Facts: netrc.py of Python 3.11 and 3.13, whose reader is the strictest and which pip, Poetry and Pipenv use (uv has a port of it).

/** `login aws` within an entry. */
export type NetrcField = {
  /** `user` counts as `login`. */
  readonly name: string;
  /** Offsets of its keyword, of its value as it is written, and of the end of both. */
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
  readonly value: string;
};

/** A `machine`, the `default` or a macro; `end` is behind its last field, or behind the empty line that ends a macro. */
export type NetrcItem = {
  readonly kind: 'machine' | 'default' | 'macdef';
  readonly name: string;
  readonly start: number;
  end: number;
  readonly fields: NetrcField[];
};

type Word = {
  readonly start: number;
  readonly end: number;
  /** Without quotes and backslashes. */
  readonly value: string;
  /** Where reading goes on: a bare word takes the blank behind it along. */
  readonly next: number;
  /** True when a line ended before, in or directly behind it: Python then misses that a comment begins here. */
  readonly crossed: boolean;
  /** True when the text ended within it. */
  readonly open: boolean;
};

const BLANKS = /[ \t\r\n]*/y;
const QUOTED = /"((?:\\(?:\r\n|[^])|[^"\\])*)("?)/y;
const BARE = /((?:\\(?:\r\n|[^])|[^ \t\r\n\\])*)(\\?)(?:\r\n|[^])?/y;
const FIELDS: ReadonlyMap<string, string> = new Map([
  ['login', 'login'],
  ['user', 'login'],
  ['account', 'account'],
  ['password', 'password'],
]);

const LOOSE_COMMENT =
  'Python (pip, Poetry) takes the words of this comment for entries; begin it with "# " and leave no empty line above it';
const UNKNOWN_WORD =
  'Python (pip, Poetry) ignores the whole file, since this word is none of machine, login, account, password, default and macdef';

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function readWord(text: string, from: number): Word | null {
  const start = from + (matchAt(BLANKS, text, from)?.[0].length ?? 0);
  if (start === text.length) return null;
  const quoted = text[start] === '"';
  const [whole = '', body = '', mark = ''] = matchAt(quoted ? QUOTED : BARE, text, start) ?? [];
  const end = quoted ? start + whole.length : start + body.length;
  const next = start + whole.length;
  return {
    start,
    end,
    value: body.replaceAll(/\\(\r\n|[^])/g, '$1').replaceAll(/\r\n?/g, '\n'),
    next,
    crossed: /[\r\n]/.test(text.slice(from, next)),
    open: quoted ? mark === '' : mark !== '',
  };
}

/** Offset behind the line that `at` is in. */
function lineAfter(text: string, at: number): number {
  const match = matchAt(/[^\r\n]*(?:\r\n|\r|\n)?/y, text, at);
  return at + (match?.[0].length ?? 0);
}

/** Offset behind the empty line that ends a macro; null when there is none. */
function macroEnd(text: string, from: number): number | null {
  for (let at = from; at < text.length; at = lineAfter(text, at)) {
    if (/[\r\n]/.test(text[at] ?? '')) return lineAfter(text, at);
  }
  return null;
}

/**
 * All entries of a netrc file. A problem is whatever makes Python take nothing from the file, and an end of the file that would
 * swallow what is added behind it. Messages hold no words of the file: a stray one may be part of a password.
 */
export function scanNetrc(text: string): Result<readonly NetrcItem[], SyntaxProblem> {
  const items: NetrcItem[] = [];
  let entry: NetrcItem | null = null;
  let at = 0;
  const fail = (offset: number, message: string) => failed({ line: lineAt(text, offset), message });

  for (let word = readWord(text, at); word !== null; word = readWord(text, at)) {
    if (word.open) return fail(word.start, 'the file ends within this word');
    at = word.next;
    if (word.value.startsWith('#')) {
      const isComment = !word.crossed && (entry !== null || word.value === '#');
      if (!isComment && /^[ \t]*[^ \t\r\n]/.test(text.slice(word.end))) return fail(word.start, LOOSE_COMMENT);
      if (isComment) at = lineAfter(text, at);
      continue;
    }
    if (word.value === '') return fail(word.start, 'Python (pip, Poetry) reads no further than this empty word');
    const field = entry === null ? undefined : FIELDS.get(word.value);
    const isItem = ['machine', 'default', 'macdef'].includes(word.value);
    if (field === undefined && !isItem) {
      return fail(word.start, UNKNOWN_WORD);
    }
    if (word.value === 'default') {
      entry = { kind: 'default', name: 'default', start: word.start, end: word.end, fields: [] };
      items.push(entry);
      continue;
    }
    const argument: Word | null = readWord(text, at);
    if (argument === null || argument.open || (isItem && argument.value === '')) {
      return fail(word.start, 'this word needs another one behind it');
    }
    at = argument.next;
    if (field !== undefined && entry !== null) {
      entry.fields.push({
        name: field,
        start: word.start,
        valueStart: argument.start,
        end: argument.end,
        value: argument.value,
      });
      entry.end = argument.end;
      continue;
    }
    const kind = word.value === 'machine' ? 'machine' : 'macdef';
    const item: NetrcItem = { kind, name: argument.value, start: word.start, end: argument.end, fields: [] };
    items.push(item);
    entry = kind === 'machine' ? item : null;
    if (kind === 'machine') continue;
    const end = macroEnd(text, at);
    if (end === null) return fail(word.start, 'the macro needs an empty line at its end');
    item.end = end;
    at = end;
  }
  return ok(items);
}
