const SECRET_NAME = String.raw`[\w.:-]*(?:password|passwd|passphrase|secret)`;
/** A tag with its attributes; a `>` may stand in their values. */
const TAG = /<[A-Za-z](?:[^<>"']|"[^"<]*"|'[^'<]*')*>/g;
const SECRET_TAG = new RegExp(String.raw`<${SECRET_NAME}(?:\s(?:[^<>"']|"[^"<]*"|'[^'<]*')*)?(?<!/)>`, 'gi');
/** Maven's `<httpHeaders>`; the signs are those of a diff. */
const HEADER = /(<name>\s*(?:Proxy-)?Authorization\s*<\/name>[\s+-]*<value>)([^]{0,2048}?)(?=<\/)/gi;
const API_KEYS = /<apikeys\b[^]*?(?:<\/apikeys|$)/gi;
const SECRET_ATTRIBUTE = new RegExp(String.raw`(\s${SECRET_NAME}\s*=\s*)("[^"]*"|'[^']*')`, 'gi');
/** NuGet's `<add key="ClearTextPassword" value="…" />`. */
const SECRET_KEY = /\skey\s*=\s*["'][^"']*(?:password|passwd|passphrase|secret)["']/i;
const VALUE = /(\svalue\s*=\s*)("[^"]*"|'[^']*')/gi;
const PLACEHOLDER = /^(?:\$\{[\w.-]+\}|%[A-Za-z_]\w*%)$/;

/** A text whose XML shows no secret any more, as Maven and NuGet keep them; placeholders stay visible and all lines in place. */
export function maskXmlSecrets(text: string, mask: string): string {
  if (!text.includes('<')) return text;
  const inQuotes = (_: string, before: string, quoted: string) =>
    before + quoted.slice(0, 1) + maskLines(quoted.slice(1, -1), mask) + quoted.slice(-1);
  return maskElements(text, mask)
    .replaceAll(HEADER, (_, tags: string, content: string) => tags + maskLines(content, mask))
    .replaceAll(API_KEYS, (section) => section.replaceAll(VALUE, inQuotes))
    .replaceAll(TAG, (tag) => {
      const shown = tag.replaceAll(SECRET_ATTRIBUTE, inQuotes);
      return SECRET_KEY.test(shown) ? shown.replaceAll(VALUE, inQuotes) : shown;
    });
}

function maskElements(text: string, mask: string): string {
  let result = '';
  let done = 0;
  for (const { index, 0: tag } of text.matchAll(SECRET_TAG)) {
    const start = index + tag.length;
    if (start < done) continue;
    const end = endOfContent(text, start);
    result += text.slice(done, start) + maskLines(text.slice(start, end), mask);
    done = end;
  }
  return result + text.slice(done);
}

/** Where the next end tag begins, CDATA sections and comments passed over; the end of the line where there is none, of the text where one of those is open. */
function endOfContent(text: string, start: number): number {
  const markup = /<!\[CDATA\[|<!--|<\//g;
  markup.lastIndex = start;
  for (let match = markup.exec(text); match !== null; match = markup.exec(text)) {
    if (match[0] === '</') return match.index;
    const closed = text.indexOf(match[0] === '<!--' ? '-->' : ']]>', match.index);
    if (closed < 0) return text.length;
    markup.lastIndex = closed;
  }
  const eol = /[\r\n]|$/.exec(text.slice(start))?.index ?? 0;
  return start + eol;
}

/** Each line but its blanks, the sign of a diff before it and the marks of a CDATA section. */
function maskLines(content: string, mask: string): string {
  return content
    .split(/(\r\n|\r|\n)/)
    .map((line, index) => {
      const sign = index === 0 ? '' : (/^[-+]/.exec(line)?.[0] ?? '');
      const [, before = '', core = '', after = ''] =
        /^(\s*(?:<!\[CDATA\[)?\s*)([^]*?)(\s*(?:\]\]>)?\s*)$/.exec(line.slice(sign.length)) ?? [];
      return sign + before + (core === '' || PLACEHOLDER.test(core) ? core : mask) + after;
    })
    .join('');
}
