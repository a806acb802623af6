/**
 * Five base64url parts, the first of which starts with `{"ver":1,`. Undocumented; seen in the public sample of
 * ansible-collections/community.general#1171.
 */
const WHOLE_TOKEN = /^eyJ2ZXIiOjEs[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){4}$/;
/** What begins like one, as far as it goes: of too few parts none begins a token either, so that no text is read twice. */
const PARTS = /eyJ2ZXIiOjEs[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){0,4}/g;
/** The service gives 12 hours at most; twice that still tells a time from a random number. */
const LONGEST_LIFE_SECONDS = 24 * 3600;
/** 2100-01-01: a later time would be milliseconds taken for seconds. */
const LATEST_ISSUE_SECONDS = 4_102_444_800;

/** True for the only characters that a token has and that need no quoting in any config file. */
export function isTokenAlphabet(token: string): boolean {
  return /^[A-Za-z0-9_.-]+$/.test(token);
}

/** When a token was issued and expires, in milliseconds since 1970, from its plain header `{ver, isu, …, exp, …}`; null unless sane. */
export function readTokenTimes(token: string): { issuedAt: number; expiresAt: number } | null {
  if (!WHOLE_TOKEN.test(token)) return null;
  const header = readHeader(token.slice(0, token.indexOf('.')));
  if (typeof header !== 'object' || header === null || !('isu' in header) || !('exp' in header)) return null;
  const { isu, exp } = header;
  if (!Number.isInteger(isu) || !Number.isInteger(exp)) return null;
  const [issued, expires] = [Number(isu), Number(exp)];
  if (issued <= 0 || issued > LATEST_ISSUE_SECONDS) return null;
  if (expires <= issued || expires - issued > LONGEST_LIFE_SECONDS) return null;
  return { issuedAt: issued * 1000, expiresAt: expires * 1000 };
}

function readHeader(encoded: string): unknown {
  try {
    return JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

/** The first CodeArtifact token in a value; null when there is none. */
export function tokenIn(value: string): string | null {
  for (const [parts] of value.matchAll(PARTS)) if (WHOLE_TOKEN.test(parts)) return parts;
  return null;
}

/** True for a part of a token, without a whole one. */
export function isCutToken(value: string): boolean {
  return value.search(PARTS) !== -1 && tokenIn(value) === null;
}

/** Every CodeArtifact token in a text, in its order. */
export function tokensIn(text: string): readonly string[] {
  return Array.from(text.matchAll(PARTS), ([parts]) => parts).filter((parts) => WHOLE_TOKEN.test(parts));
}

/** The text with something in place of every CodeArtifact token. */
export function replaceTokens(text: string, replacement: (token: string) => string): string {
  return text.replaceAll(PARTS, (parts) => (WHOLE_TOKEN.test(parts) ? replacement(parts) : parts));
}

/** What stands for a token in texts that nobody sees and that are judged as if one was in them: it reads as one that lives. */
export const LIVING_STAND_IN = `${Buffer.from(
  JSON.stringify({ ver: 1, isu: LATEST_ISSUE_SECONDS, exp: LATEST_ISSUE_SECONDS + 3600 }),
).toString('base64url')}.stand.in.for.tokens`;
