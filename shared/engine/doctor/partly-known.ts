import type { Cause } from '../clients/error-text.ts';

/** A word of a text that no client's own texts explain; what it hints at, the most likely first. */
export type Hint = { readonly words: RegExp; readonly shown: string; readonly causes: readonly [Cause, ...Cause[]] };

/** A status of HTTP with what usually stands around it: the number alone is in many texts. */
function status(code: number, reason: string): RegExp {
  const blanks = reason.replaceAll(' ', String.raw`\s+`);
  return new RegExp(
    String.raw`\b(?:E|HTTP\s|HTTP/[\d.]{1,3}\s|status:?\s|status\scode:?\s|code:?\s|response:?\s|returned\s|error:?\s|got\s|-\s|\()${code}\b|\b${code}[:,]?\s+${blanks}`,
    'i',
  );
}

/** The most telling first. */
export const hints: readonly Hint[] = [
  { words: status(407, 'Proxy'), shown: '407 Proxy Authentication Required', causes: ['proxyRefused'] },
  { words: status(409, 'Conflict'), shown: '409 Conflict', causes: ['versionExists'] },
  { words: status(429, 'Too Many'), shown: '429 Too Many Requests', causes: ['throttled'] },
  { words: status(401, 'Unauthorized'), shown: '401 Unauthorized', causes: ['expired', 'missing'] },
  { words: status(403, 'Forbidden'), shown: '403 Forbidden', causes: ['denied', 'expired'] },
  { words: status(404, 'Not Found'), shown: '404 Not Found', causes: ['packageMissing', 'wrongRegistry', 'expired'] },
  { words: status(500, 'Internal'), shown: '500 Internal Server Error', causes: ['serviceDown'] },
  { words: status(502, 'Bad Gateway'), shown: '502 Bad Gateway', causes: ['serviceDown', 'proxyRefused'] },
  { words: status(503, 'Service'), shown: '503 Service Unavailable', causes: ['serviceDown'] },
  {
    words:
      /(?:check|hash|digest|integrity)\w{0,12}\b[^\n]{0,120}\b(?:mismatch\w*|failed|differs?|(?:not|n't)\s+match)|mismatch\w*[^\n]{0,80}\b(?:checksum|hash|digest|integrity)/i,
    shown: 'a checksum that does not match',
    causes: ['contentDiffers'],
  },
  { words: /one[- ]time\s+pass(?:word|code)|\bOTP\b/, shown: 'a one-time password', causes: ['oneTimePassword'] },
  {
    words: /\binvalid\s+choice\b|unrecognized\s+arguments:/i,
    shown: '“invalid choice”',
    causes: ['awsTooOld', 'ownAffair'],
  },
  {
    words:
      /no\s+matching\s+(?:version|package|distribution)|no\s+(?:version|package|candidate)s?\s+(?:\w+\s+){0,3}found|could\s+not\s+find\s+(?:a\s+version|package|crate|gem|artifact|module)/i,
    shown: '“not found”',
    causes: ['packageMissing', 'wrongRegistry', 'expired'],
  },
  {
    words: /already\s+(?:exists|been\s+published)|previously\s+published/i,
    shown: '“already exists”',
    causes: ['versionExists'],
  },
  {
    words: /(?:security|session|SSO)\s+token\b[^\n]{0,80}\bexpired/i,
    shown: 'an expired AWS session',
    causes: ['awsExpired'],
  },
  {
    words: /\btoken\b[^\n]{0,80}\b(?:expired|invalid|revoked)/i,
    shown: 'an expired or invalid token',
    causes: ['expired'],
  },
  { words: /not\s+authorized\s+to\s+perform/i, shown: '“not authorized to perform”', causes: ['awsDenied', 'denied'] },
  {
    words: /un-?authori[sz]ed|unauthenticated|authentication\s+(?:required|failed|failure)|not\s+authori[sz]ed/i,
    shown: '“unauthorized”',
    causes: ['expired', 'missing'],
  },
  {
    words: /\bforbidden\b|access\s+(?:is\s+)?denied|permission\s+denied/i,
    shown: '“forbidden”',
    causes: ['denied', 'fileUnreadable'],
  },
  {
    words: /no\s+(?:credentials?|token|auth\w*)\b|missing\s+(?:credentials?|token|auth\w*)/i,
    shown: '“no credential”',
    causes: ['missing'],
  },
  { words: /\bcertificates?\b|\bTLS\b|\bSSL\b/i, shown: 'a certificate', causes: ['certificate'] },
  { words: /\bproxy\b/i, shown: 'a proxy', causes: ['proxyRefused'] },
  {
    words: /timed?\s*-?out\b|\bunreachable\b|connection\s+(?:was\s+)?(?:reset|closed|refused|aborted)/i,
    shown: 'a connection that failed',
    causes: ['offline'],
  },
  {
    words: /\bkeyring\b|\bkeychain\b|credential\s+(?:store|manager)/i,
    shown: 'a credential store',
    causes: ['credentialStore'],
  },
  {
    words: /\block\s?files?\b|\bpeer\s+dependenc/i,
    shown: 'a lockfile or what packages want of each other',
    causes: ['ownAffair'],
  },
  { words: /\bworkspaces?\b/i, shown: 'a workspace', causes: ['workspaceTool'] },
  { words: /\bERR_PNPM_[A-Z]/, shown: 'a code of pnpm', causes: ['ownAffair', 'packageMissing'] },
  {
    words: /^.{0,4}YN0\d{3}:.{0,300}(?:fail|error|invalid|not\s)/im,
    shown: 'a code of Yarn',
    causes: ['ownAffair', 'packageMissing'],
  },
  { words: /^npm\s+(?:error|ERR!)\s+code\s+E[A-Z]/m, shown: 'a code of npm', causes: ['ownAffair', 'packageMissing'] },
];
