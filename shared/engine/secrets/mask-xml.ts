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

/** No secret is longer; of more than that no end is looked for, or a text of nothing but start tags would be read once for each. */
const LONGEST_CONTENT = 4096;

/**
 * Where the next end tag begins, CDATA sections and comments passed over. Where there is none: the end of the line, or of the text if
 * one of those is open; of a text that goes on for long, as far as was looked.
 */
function endOfContent(text: string, start: number): number {
  const content = text.slice(start, start + LONGEST_CONTENT);
  const markup = /<!\[CDATA\[|<!--|<\//g;
  for (let match = markup.exec(content); match !== null; match = markup.exec(content)) {
    if (match[0] === '</') return start + match.index;
    const closed = content.indexOf(match[0] === '<!--' ? '-->' : ']]>', match.index);
    if (closed < 0) return start + content.length;
    markup.lastIndex = closed;
  }
  if (start + content.length < text.length) return start + content.length;
  return start + (/[\r\n]|$/.exec(content)?.index ?? 0);
}

/** Each line but its blanks, the sign of a diff before it and the marks of a CDATA section. */
function maskLines(content: string, mask: string): string {
  return content
    .split(/(\r\n|\r|\n)/)
    .map((line, index) => {
      const sign = index === 0 ? '' : (/^[-+]/.exec(line)?.[0] ?? '');
      const bare = line.slice(sign.length);
      // By hand: a pattern would try each run of blanks within anew.
      const [start] = /^\s*(?:<!\[CDATA\[\s*)?/.exec(bare) ?? [''];
      const inner = bare.slice(start.length).trimEnd();
      const core = inner.endsWith(']]>') ? inner.slice(0, -3).trimEnd() : inner;
      const after = bare.slice(start.length + core.length);
      const shown = core === '' || PLACEHOLDER.test(core) ? core : mask;
      return sign + start + shown + after;
    })
    .join('');
}
