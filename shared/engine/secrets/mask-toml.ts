import { hideCore } from './hide-core.ts';

/** `token = "x"`, also between the braces of an inline table, behind dotted or quoted keys, and over several lines. */
const PAIR =
  /((?:^|[\s{,.+#-])(["']?)(?:[\w-]{0,64}[-_])?(?:password|passwd|passphrase|secret|token|secret[-_]key)\2[ \t]*=[ \t]*)("""[^]{0,4096}?"""|'''[^]{0,4096}?'''|"(?:\\.|[^"\\\r\n])*"|'[^'\r\n]*')/gi;
/** Poetry keeps them under the name of any repository: `[pypi-token] internal = "pypi-…"`. */
const PYPI_TOKEN = /\bpypi-[\w-]{16,}/g;
const REFERENCE = /(\$\{[A-Za-z_]\w*\??\})/;

/** The text without the quoted values of TOML keys that say they are secrets. Doing it twice changes nothing; all lines stay. */
export function maskTomlSecrets(text: string, mask: string): string {
  return text.replaceAll(PYPI_TOKEN, mask).replaceAll(PAIR, (_, before: string, _quote: string, value: string) => {
    const width = /^(?:"""|''')/.test(value) ? 3 : 1;
    const quotes = value.slice(0, width);
    return before + quotes + hideLines(value.slice(width, -width), mask) + quotes;
  });
}

/** References to variables stay, and so do line ends, indentation and the signs of a diff. */
function hideLines(value: string, mask: string): string {
  return value
    .split(/((?:\r\n|\r|\n)[-+ ]?[ \t]*)/)
    .map((line, index) => {
      if (index % 2 === 1) return line;
      return line
        .split(REFERENCE)
        .map((part, at) => (at % 2 === 1 ? part : hideCore(part, mask)))
        .join('');
    })
    .join('');
}
