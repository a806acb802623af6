import { randomBytes } from 'node:crypto';
import type { EmulatedDomain, EmulatedPrincipal } from './options.ts';

/** What a token entitles to. */
type Grant = {
  readonly domain: EmulatedDomain;
  readonly principal: EmulatedPrincipal;
  /** Seconds since 1970. */
  readonly expiration: number;
};

export type TokenLedger = {
  readonly issued: readonly string[];
  issue(
    domain: EmulatedDomain,
    principal: EmulatedPrincipal,
    lifetimeSeconds: number,
  ): { token: string; expiration: number };
  /** Null for a token that is unknown, expired or revoked. */
  find(token: string): Grant | null;
  revoke(): void;
};

/** Remembers the tokens of one emulator. */
export function createTokenLedger(now: () => number): TokenLedger {
  const grants = new Map<string, Grant>();
  const issued: string[] = [];
  return {
    issued,
    issue(domain, principal, lifetimeSeconds) {
      const issuedAt = Math.floor(now() / 1000);
      const expiration = issuedAt + lifetimeSeconds;
      const token = mintToken(issuedAt, expiration);
      grants.set(token, { domain, principal, expiration });
      issued.push(token);
      return { token, expiration };
    },
    find(token) {
      const grant = grants.get(token);
      return grant === undefined || now() >= grant.expiration * 1000 ? null : grant;
    },
    revoke() {
      grants.clear();
    },
  };
}

/**
 * A token in the shape of real ones (compact JWE of about 1.2 kB): a readable header, then encrypted key, nonce,
 * ciphertext and tag, here random bytes of the sizes that A128GCM gives. The header's key order is the real one,
 * since clients recognise tokens by how they start.
 */
function mintToken(issuedAt: number, expiration: number): string {
  const header = {
    ver: 1,
    isu: issuedAt,
    enc: 'A128GCM',
    tag: random(16),
    exp: expiration,
    alg: 'A128GCMKW',
    iv: random(12),
  };
  const encodedHeader = Buffer.from(JSON.stringify(header)).toString('base64url');
  return [encodedHeader, random(16), random(12), random(720), random(16)].join('.');
}

function random(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
