/** Letters that every edition of XML takes for one; others NuGet reads just as well encoded. */
const LETTER = String.raw`A-Za-z\xC0-\xD6\xD8-\xF6\xF8-\u0131\u0410-\u044F\u3041-\u3094\u30A1-\u30FA\u4E00-\u9FA5\uAC00-\uD7A3`;
const FIRST = new RegExp(`[_${LETTER}]`);
const OTHER = new RegExp(`[\\w.${LETTER}-]`);

/** A source name as the name of the element that holds its credentials (.NET's XmlConvert.EncodeLocalName, hexadecimals in capitals). */
export function encodeSourceName(name: string): string {
  return Array.from(name)
    .map((character, index) => ((index === 0 ? FIRST : OTHER).test(character) ? character : encoded(character)))
    .join('');
}

function encoded(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `_x${code
    .toString(16)
    .toUpperCase()
    .padStart(code > 0xffff ? 8 : 4, '0')}_`;
}

/** The source name that an element's name stands for (.NET's XmlConvert.DecodeName): hexadecimals of either case. */
export function decodeSourceName(name: string): string {
  return name.replaceAll(/_x([0-9A-Fa-f]{8}|[0-9A-Fa-f]{4})_/g, (whole, digits: string) => {
    const code = Number.parseInt(digits, 16);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}
