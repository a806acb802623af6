/** The sign of a diff and of a comment, blanks and dashes in front of a key. */
const LEAD = String.raw`[-+ ]?[ \t]*(?:#+[ \t]*)?(?:-[ \t]+)*`;
/** `npmAuthToken`, `npmAuthIdent`, `authToken`, `:codeartifact_api_key`. */
const KEY = String.raw`["']?:?[\w.-]*(?:auth[-_]?(?:token|ident)|api[-_]?key)["']?[ \t]*:`;
/**
 * Bundler keeps passwords under the name of a host, `BUNDLE_GEMS__EXAMPLE__COM: "user:password"`, where dots are two underscores
 * or dots; settings with a dot that hold no password are named here.
 */
const BUNDLE_KEY = String.raw`BUNDLE_(?!(?:MIRROR|LOCAL|BUILD|GIT|PATH|GEM(?!__PUSH_KEY|\.PUSH_KEY))(?:__|\.))\S*(?:__|\.)\S*:`;
/** RubyGems' credentials by URL, `https://gems.example: Bearer x`; the documented keys have a name. */
const WITH_SCHEME = String.raw`["']?[\w.:/-]+["']?:(?=[ \t]+["']?(?:Bearer|Basic)[ \t]+(?!realm=))`;

const LINE = new RegExp(`^(${LEAD}(?:${KEY}|${BUNDLE_KEY}|${WITH_SCHEME}))(?=[ \\t]|$)(.*)$`, 'i');
const IN_BRACES = new RegExp(String.raw`([{,][ \t]*${KEY}[ \t]*)("(?:\\.|[^"\\])*"?|'[^']*'?|[^\s,{}"'][^,}]*)`, 'gi');
const REFERENCE = /(\$\{[A-Za-z_]\w*\??\})/;

/**
 * The text without the values of YAML keys that say they are secrets, over several lines where those go on. Names of users and
 * schemes in front of a secret stay. Doing it twice changes nothing; all lines stay.
 */
export function maskYamlSecrets(text: string, mask: string): string {
  /** Columns of the key whose value may go on below; comments are part of it within a block scalar. */
  let open: { readonly indent: number; readonly isBlock: boolean } | null = null;
  const parts = text.split(/(\r\n|\r|\n)/).map((line, index) => {
    if (index % 2 === 1 || line.trim() === '') return line;
    const indent = /^[-+]?\s*/.exec(line)?.[0].length ?? 0;
    if (open !== null && indent > open.indent) {
      const isComment = !open.isBlock && line[indent] === '#';
      return isComment ? line : line.slice(0, indent) + hide(line.slice(indent), mask);
    }
    const [, key, value = ''] = LINE.exec(line) ?? [];
    open = key === undefined || isClosed(value) ? null : { indent, isBlock: /^\s*[|>]/.test(value) };
    if (key !== undefined) return key + hide(value, mask);
    return line.replaceAll(IN_BRACES, (_, before: string, inside: string) => before + hide(inside, mask));
  });
  return parts.join('');
}

function isClosed(value: string): boolean {
  return /^\s*(?:"(?:\\.|[^"\\])*"|'(?:''|[^'])*'|true|false|\d+)\s*(?:\s#.*)?$/.test(value);
}

/** A value whose quotes don't match, in the same pieces; by hand, since a pattern would try each run of blanks within anew. */
function loose(value: string): readonly string[] {
  const [before] = /^\s*["']?(?:aws:|Bearer\s+|Basic\s+)?/i.exec(value) ?? [''];
  const rest = value.slice(before.length);
  const core = rest.trimEnd();
  const inner = /["']$/.test(core) ? core.slice(0, -1) : core;
  return [value, before, inner, rest.slice(inner.length)];
}

/** Blanks, quotes, `aws:`, `Bearer` and references to variables stay, and so does what stands behind a closing quote. */
function hide(value: string, mask: string): string {
  if (/^\s*["']?(?:true|false|\d{0,4})["']?\s*$/.test(value)) return value;
  const [, before = '', inner = '', after = ''] =
    /^(\s*"(?:aws:|Bearer\s+|Basic\s+)?)((?:\\.|[^"\\])*)("\s*(?:#.*)?)$/i.exec(value) ??
    /^(\s*'(?:aws:|Bearer\s+|Basic\s+)?)((?:''|[^'])*)('\s*(?:#.*)?)$/i.exec(value) ??
    loose(value);
  const hidden = inner.split(REFERENCE).map((part, index) => (index % 2 === 1 || part.trim() === '' ? part : mask));
  return before + hidden.join('') + after;
}
