import { MASK } from './mask.ts';
import { isKeyPart, isName, speaksOfSecrets } from './plain-words.ts';

/** What is known of a text besides its bytes. */
export type Known = {
  /** Values of ours, with the mask in place of a token. */
  readonly ours: ReadonlySet<string>;
  /** True for a text that the reader of the file takes for a variable, as a whole. */
  isVariable(text: string): boolean;
};

/** For a text of which there is nothing to compare it with. */
export const NOTHING_KNOWN: Known = { ours: new Set(), isVariable: () => false };

/** Longer lines are shown as a mask: no setting that a person reads is that long. */
export const LONGEST_SHOWN = 4096;

/** Words that clients define as values, so that nobody has them for a secret. */
const DEFINED = new Set(
  `true false null none yes no on off auto always never daily default system inherit
  primary supplemental explicit extra publish first-index unsafe-best-match unsafe-first-match
  import subprocess disabled native keyring cargo:token cargo:libsecret sparse
  hoisted isolated pnp node-modules pnpm flat nested shallow linked pinned lowest-direct highest time-based
  silent error warn notice http info verbose debug trace quiet fail ignore
  central external:* * layout legacy https http socks5 utf-8 utf8 basic negotiate ntlm digest
  aws token __token__ oauth2 oauth2accesstoken git gitlab-ci-token x-oauth-basic x-access-token _json_key_base64 bearer
  direct proxy.golang.org sum.golang.org lf crlf esm public restricted`.split(/\s+/),
);

/** Users that name the way of signing in and no person. */
const USERS = new Set([
  'aws',
  'token',
  '__token__',
  'git',
  'oauth2',
  'gitlab-ci-token',
  'x-oauth-basic',
  'x-access-token',
]);

/** By such names things are told apart and found; what they hold is a name itself. */
const NAMING =
  /(?:^|[.@\]_-])(?:id|name|index|mirrorof|layout|packagesource|activeprofile|key|host|servers?|trusted-host|requires-python)$/i;
const HOST =
  /^[a-z\d](?:[\w-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[\w-]{0,61}[a-z\d])?)*(?::\d{1,5})?$|^\[[\da-f:]+\](?::\d{1,5})?$/i;

/**
 * A value as it stands, its quotes included, with a mask for all that is not known to be harmless. `name` is what it is called, with
 * all that is around it.
 */
export function showValue(raw: string, name: string, known: Known): string {
  const [, before = '', inner = '', after = ''] = /^(\s*(?:"""|'''|"|')?)([^]*?)((?:"""|'''|"|')?\s*)$/.exec(raw) ?? [];
  if (inner === '' || known.ours.has(inner) || known.isVariable(inner) || /^(?:true|false)$/i.test(inner)) return raw;
  if (/[\r\n]/.test(inner)) return before + MASK + after;
  const secret = speaksOfSecrets(name);
  const parts = inner.split(/([\s,]+)/);
  const shown = parts.map((part, at) => (at % 2 === 1 || part === '' ? part : showPart(part, name, secret, known)));
  if (shown.every((part) => part !== null)) return before + shown.join('') + after;
  return before + MASK + after;
}

/** Null for one that makes the whole value a secret. */
function showPart(part: string, name: string, secret: boolean, known: Known): string | null {
  if (URL_START.test(part)) return showUrl(part, known);
  const namesFile = /(?:file|path|dir|folder|helper|cache|prefix|root)$/i.test(name);
  if (/^(?:~|\.{1,2})?[/\\]|^[A-Za-z]:[/\\]/.test(part) && (!secret || namesFile)) return showPath(part);
  if (secret) return null;
  if (DEFINED.has(part.toLowerCase())) return part;
  if (/^[<>=~^!]{0,2}v?\d{1,6}(?:\.\d{1,4}){0,3}$/.test(part)) return part;
  if (!NAMING.test(name)) return null;
  return isName(part) || (/\.|^localhost/.test(part) && HOST.test(part)) ? part : null;
}

const URL_START = /^[a-z][a-z\d+.:-]{0,24}:\/\//i;

/** A URL, or what stands behind the colon of one, without userinfo, and with a mask for what looks random in path, query and fragment. */
export function showUrl(url: string, known: Known): string {
  const [scheme = ''] = /^[^/]*\/\//.exec(url) ?? [];
  const rest = url.slice(scheme.length);
  const at = endOfUser(rest);
  if (at === null) return scheme + MASK;
  const user = rest.slice(0, at);
  const [, host = '', path = '', query = '', fragment = ''] =
    /^([^/?#]*)([^?#]*)(\?[^#]*)?(#[^]*)?$/.exec(rest.slice(at)) ?? [];
  const shownHost = host === '' || HOST.test(host) || known.isVariable(host) ? host : MASK;
  return scheme + showUser(user, known) + shownHost + showPath(path) + showPairs(query) + showPairs(fragment);
}

/** Where the host begins; null where that can't be told. A password may hold any sign, unencoded too. */
function endOfUser(rest: string): number | null {
  const authority = rest.search(/[/?#]|$/);
  // An @ behind a slash begins a scope; any other one ends a password.
  const inside = Array.from(rest.matchAll(/(?<!^|\/)@/g), ({ index }) => index).at(-1);
  if (inside !== undefined) return inside + 1;
  if (rest.startsWith('@')) return 1;
  if (isHost(rest.slice(0, authority))) return 0;
  const last = rest.lastIndexOf('@');
  return last < 0 ? null : last + 1;
}

function isHost(text: string): boolean {
  return text === '' || HOST.test(text) || /^(?:\$\{[A-Za-z_]\w*\}|%[A-Za-z_]\w*%|\{[a-z]+\})$/.test(text);
}

function showUser(user: string, known: Known): string {
  if (user === '') return '';
  const [, name = '', password] = /^([^:]*)(?::([^]*))?@$/.exec(user) ?? [];
  const shown = (text: string) => (text === '' || text === MASK || known.isVariable(text) ? text : MASK);
  return `${USERS.has(name) ? name : shown(name)}${password === undefined ? '' : `:${shown(password)}`}@`;
}

/** What CodeArtifact's endpoints for VPCs call a domain: its name and its owner's account. */
const DOMAIN = /^[a-z][a-z\d-]{0,49}-\d{12}$/;

/** Segments that nobody would give a folder for a name are masked. */
function showPath(path: string): string {
  return path
    .split(/([/\\])/)
    .map((part, at) =>
      at % 2 === 1 ||
      part === '' ||
      part === '~' ||
      /^(?:\.{1,2}|[A-Z]:|-)$/.test(part) ||
      DOMAIN.test(part) ||
      isName(part)
        ? part
        : MASK,
    )
    .join('');
}

function showPairs(pairs: string): string {
  return pairs
    .split(/([?#&;])/)
    .map((pair, at) => {
      if (at % 2 === 1 || pair === '' || /^\/+$/.test(pair)) return pair;
      const [, key = '', value = ''] = /^([\w.-]{1,32}=)([^]*)$/.exec(pair) ?? [];
      if (key === '') return isName(pair) ? pair : MASK;
      const shown = key.split(/[-_.=]/).every((part) => part === '' || isKeyPart(part)) ? key : `${MASK}=`;
      return shown + (value === '' || DEFINED.has(value.toLowerCase()) || /^\d{1,3}$/.test(value) ? value : MASK);
    })
    .join('');
}

/** The name of something as it stands in a file: userinfo, and what nobody would call anything, are masked. */
export function showKey(key: string, known: Known): string {
  const [, start = '', address = '', end = ''] =
    /^([^/]*?)((?:[a-z][a-z\d+.-]*:)?\/\/[^]*?)((?::[\w-]*)?["']?\]*)$/i.exec(key) ?? [];
  if (address !== '') return start + showUrl(address, known) + end;
  return key.replaceAll(/[^\s"'[\]{}]+/g, (word) => showKeyWord(word));
}

function showKeyWord(word: string): string {
  if (/[^@]@/.test(word) || word.length > LONGEST_KEY) return MASK;
  return word.split(/([^A-Za-z\d]+)/).every((part, at) => at % 2 === 1 || part === '' || isKeyPart(part)) ? word : MASK;
}

const LONGEST_KEY = 128;
