/** Line ends, control characters and what turns the direction of writing: in a name they would make it look like another. */
const MISLEADING = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/gu;

const RUNS = new RegExp(`(?:${MISLEADING.source})+`, 'gu');

/** A text on one line that reads as it is, for places that show it as given. */
export function plainText(text: string): string {
  return text.replace(RUNS, ' ');
}

/** The same where nothing may get lost, as on a terminal, which would obey it: `\x1b`, `\u202e`. Lines and tabs stay. */
export function visibleText(text: string): string {
  return text.replace(MISLEADING, (character) =>
    character === '\n' || character === '\t' ? character : spelled(character),
  );
}

/** The same on one line. */
export function visibleLine(text: string): string {
  return text.replace(MISLEADING, spelled);
}

function spelled(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
}
