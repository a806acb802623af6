import type { Attribute, Element } from './document.ts';

/** Without the blanks of XML around it; a no-break space is none. */
export function trimBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isXmlBlank(text, start)) start += 1;
  while (end > start && isXmlBlank(text, end - 1)) end -= 1;
  return text.slice(start, end);
}

function isXmlBlank(text: string, at: number): boolean {
  return '\t\n\r '.includes(text.charAt(at));
}

export function isBlank(text: string): boolean {
  return trimBlanks(text) === '';
}

/** An element's own text as clients take it: comments left out, CDATA and references read, blanks around it gone. */
export function textOf({ pieces }: Element): string {
  return trimBlanks(pieces.map((piece) => ('value' in piece ? piece.value : '')).join(''));
}

export function escapeText(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The value in the quotes of the one whose place it takes. */
export function quoteLike(value: string, quoted: string): string {
  const escaped = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return quoted.startsWith("'") ? `'${escaped.replaceAll("'", '&apos;')}'` : `"${escaped.replaceAll('"', '&quot;')}"`;
}

/** What stands between the tags when the text is the value: comments, blanks and a CDATA section stay. */
export function contentWith(text: string, { pieces, content }: Element, value: string): string {
  const texts = pieces.flatMap((piece) => ('value' in piece && !isBlank(piece.value) ? [piece] : []));
  const [first] = texts;
  if (first === undefined) {
    const last = pieces.findLast((piece) => piece.kind !== 'text');
    if (last === undefined) return escapeText(value);
    return text.slice(content.start, last.end) + escapeText(value) + text.slice(last.end, content.end);
  }
  let result = '';
  let done = content.start;
  for (const piece of texts) {
    const raw = text.slice(piece.start, piece.end);
    const spelled = piece.kind === 'cdata' ? raw : trimBlanks(raw);
    const start = piece.start + raw.indexOf(spelled);
    result += text.slice(done, start);
    if (piece === first) {
      const inCdata = piece.kind === 'cdata' && !value.includes(']]>');
      result += inCdata ? `<![CDATA[${value}]]>` : escapeText(value);
    }
    done = start + spelled.length;
  }
  return result + text.slice(done, content.end);
}

/** An element's attribute by its name as `nameOf` spells it. */
export function attributeOf(
  { attributes }: Element,
  name: string,
  nameOf: (name: string) => string,
): Attribute | undefined {
  return attributes.find((attribute) => nameOf(attribute.name) === name);
}
