const WHITESPACE = /[ \t\r\n]/;

/**
 * Splits a text into words as Python's `shlex.split` does, with which the AWS CLI reads section names and commands; null where that
 * fails, for an open quote or a lone backslash.
 */
export function shellWords(text: string): readonly string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (letter === '\\' && quote !== "'") {
      const next = text[(at += 1)];
      if (next === undefined) return null;
      const isEscape = quote === '' || next === '"' || next === '\\';
      word = (word ?? '') + (isEscape ? next : letter + next);
    } else if (quote !== '') {
      if (letter === quote) quote = '';
      else word = (word ?? '') + letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (!WHITESPACE.test(letter)) {
      word = (word ?? '') + letter;
    } else if (word !== null) {
      words.push(word);
      word = null;
    }
  }
  if (quote !== '') return null;
  return word === null ? words : [...words, word];
}
