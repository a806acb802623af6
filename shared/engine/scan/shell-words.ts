/** The words of a command line of a shell, with quotes and continued lines; what divides commands are words too. */
export function shellWords(text: string): readonly string[] {
  const joined = text.replaceAll(/[\\^`]\r?\n/g, ' ');
  const words: string[] = [];
  let word: string | null = null;
  const end = () => {
    if (word !== null) words.push(word);
    word = null;
  };
  for (const [part] of joined.matchAll(
    /\r?\n|\s+|'[^']*'|"(?:[^"\\]|\\[^])*"|\\[^]|&&|\|\||[;&|]|[^\s'"\\;&|]+|[^]/g,
  )) {
    if (/^(?:\r?\n|&&|\|\||[;&|])$/.test(part)) {
      end();
      words.push(';');
    } else if (/^\s/.test(part)) end();
    else word = (word ?? '') + unquoted(part);
  }
  end();
  return words;
}

function unquoted(part: string): string {
  if (part.length > 1 && /^'[^]*'$/.test(part)) return part.slice(1, -1);
  if (part.length > 1 && /^"[^]*"$/.test(part)) return part.slice(1, -1).replaceAll(/\\(["\\$`])/g, '$1');
  return /^\\[^]$/.test(part) ? part.slice(1) : part;
}
