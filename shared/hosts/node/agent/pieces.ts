/** As much of a text is made at once: some ten thousand characters take a tenth of a millisecond. */
const PIECE = 64 * 1024;

/** The JSON of a value in pieces, so that others have their turn in between. */
export function* jsonPieces(value: unknown): Generator<string> {
  let text = '';
  for (const part of parts(value)) {
    text += part;
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  yield text;
}

function* parts(value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    let before = '[';
    for (const item of value as readonly unknown[]) {
      // Items are small: a binding, a file's change.
      yield `${before}${JSON.stringify(item) ?? 'null'}`;
      before = ',';
    }
    yield before === '[' ? '[]' : ']';
  } else if (typeof value === 'object' && value !== null) {
    let before = '{';
    for (const [name, member] of Object.entries(value as Readonly<Record<string, unknown>>)) {
      if (member === undefined) continue;
      yield `${before}${JSON.stringify(name)}:`;
      yield* parts(member);
      before = ',';
    }
    yield before === '{' ? '{}' : '}';
  } else yield JSON.stringify(value) ?? 'null';
}
