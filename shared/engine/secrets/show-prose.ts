import { MASK } from './mask.ts';
import { isCommonWord, isWord, speaksOfSecrets } from './plain-words.ts';
import { showKey, showUrl, showValue } from './show-value.ts';
import type { Known } from './show-value.ts';

/** How much may be believed of a text that is no entry. */
export type Trust =
  /** A comment that speaks of no secret. */
  | 'prose'
  /** One that does, or a line that the file's reader skips: words that say nothing are shown, and nothing else. */
  | 'words';

/** Marks of a comment and of a list, which begin a line. */
const LEAD = /^(?:<!--|[\s#;!*-])*/;

/** A paragraph's trust: that of a comment, as long as it does not speak of secrets. */
export function trustOf(paragraph: string): Trust {
  const isComment = /^\s*(?:[#;!]|<!--|\/\/)/.test(paragraph);
  return isComment && !speaksOfSecrets(paragraph) ? 'prose' : 'words';
}

/**
 * One line, or a part of one, that is no entry: a comment, a line that was switched off, what only the file's owner understands. Punctuation
 * stays, and words as far as they can be told from secrets: what looks like a value behind a name is masked.
 */
export function showProse(line: string, trust: Trust, known: Known): string {
  const lead = LEAD.exec(line)?.[0] ?? '';
  const content = line.slice(lead.length);
  if (content === '') return line;
  const [before, delimiter, value] = splitSetting(content);
  const shownBefore =
    value !== '' && !/\s/.test(before.trim()) ? showKey(before, known) : showWords(before, trust, known);
  const shown = shownBefore + delimiter + (value === '' ? '' : showOld(value, known));
  return lead + shown.replaceAll(new RegExp(`${MASK}(?:[ \\t]*${MASK})+`, 'g'), MASK);
}

/** `name = value` and `name: value` of one word, which may be a line that was switched off; a value that is none is empty. */
function splitSetting(content: string): readonly [before: string, delimiter: string, value: string] {
  const at = content.search(/=|:(?=[ \t]+\S+[ \t]*$|$)/);
  // In a tag an = belongs to an attribute.
  if (at < 0 || /</.test(content.slice(0, at)) || URL_IN.test(content.slice(0, at + 3))) return [content, '', ''];
  const [delimiter = ''] = /^.[ \t]*/.exec(content.slice(at)) ?? [];
  return [content.slice(0, at), delimiter, content.slice(at + delimiter.length)];
}

const URL_IN = /[a-z][a-z\d+.-]*:\/\//i;

/** A value of a line that counts no more: its name may be anything, so only what is harmless by itself is shown. */
function showOld(value: string, known: Known): string {
  return showValue(value, '', { ...known, ours: new Set() });
}

/** Texts in quotes and between tags are values; everything else is taken word by word. */
const PIECES = /"[^"]*"|'[^'\s][^']*'|<[^<>]*>|(?<=>)[^<>]+(?=<)|[^\s"'<>()[\]{},;]+|[^]/g;

function showWords(text: string, trust: Trust, known: Known): string {
  const pieces = text.match(PIECES) ?? [];
  const words = pieces.filter((piece) => /[\p{L}\d]/u.test(piece));
  const common = words.filter((word) => isCommonWord(bare(word))).length;
  // A handful of words that are all strange is no sentence, and may be a passphrase.
  const isSentence = trust === 'prose' && common * 3 >= words.length;
  let behindTag = false;
  return pieces
    .map((piece) => {
      const isText = behindTag;
      behindTag = piece.endsWith('>');
      if (!/[\p{L}\d]/u.test(piece)) return piece;
      if (/^["']/.test(piece) || (isText && !piece.startsWith('<'))) return showOld(piece, known);
      if (piece.startsWith('<')) return showTag(piece, known);
      return showWord(piece, isSentence, known);
    })
    .join('');
}

function showTag(tag: string, known: Known): string {
  return tag.replaceAll(/"[^"]*"|'[^']*'|[^\s"'<>/=!?-]+/g, (piece) => {
    if (/^["']/.test(piece)) return showOld(piece, known);
    return piece.split(/[.:_]/).every((part) => part === '' || isWord(part)) ? piece : MASK;
  });
}

function showWord(word: string, isSentence: boolean, known: Known): string {
  if (URL_IN.test(word)) return showUrl(word, known);
  const core = bare(word);
  const isShown =
    isCommonWord(core) ||
    (isSentence && (isWord(core) || /^\d{1,4}$/.test(core))) ||
    (/[-_./]/.test(core) && core.split(/[-_./]/).every((part) => part === '' || isCommonWord(part)));
  return isShown || core === '' ? word : MASK;
}

/** Without the punctuation around it. */
function bare(word: string): string {
  return word.replace(/^[^\p{L}\d]+/u, '').replace(/[.:!?…*]+$/u, '');
}
