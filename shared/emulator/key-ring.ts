import { randomBytes } from 'node:crypto';
import type { EmulatedPrincipal } from './options.ts';

/** What a temporary key belongs to. */
export type KeySession = {
  readonly token: string;
  /** Seconds since 1970. */
  readonly expiration: number;
  /** How it came about; a role that a role assumed lasts an hour at most. */
  readonly by: 'sso' | 'role';
};

export type Key = { readonly principal: EmulatedPrincipal; readonly session: KeySession | null };

/** Temporary credentials as they are handed out. */
export type IssuedKey = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Seconds since 1970. */
  readonly expiration: number;
};

export type KeyRing = {
  find(accessKeyId: string): Key | null;
  issue(principal: Omit<EmulatedPrincipal, 'accessKeyId'>, lifetimeSeconds: number, by: KeySession['by']): IssuedKey;
};

/** The long-term keys of the options, and the temporary ones that STS and the SSO portal gave. */
export function createKeyRing(
  principals: readonly EmulatedPrincipal[],
  now: () => number,
  keepSecret: (secret: string) => string,
): KeyRing {
  const keys = new Map<string, Key>(
    principals.map((principal) => [principal.accessKeyId, { principal, session: null }]),
  );
  return {
    find: (accessKeyId) => keys.get(accessKeyId) ?? null,
    issue(principal, lifetimeSeconds, by) {
      const accessKeyId = `ASIA${letters(16)}`;
      const secretAccessKey = keepSecret(randomBytes(30).toString('base64'));
      const sessionToken = keepSecret(`IQoJ${randomBytes(300).toString('base64')}`);
      const expiration = Math.floor(now() / 1000) + lifetimeSeconds;
      keys.set(accessKeyId, {
        principal: { ...principal, accessKeyId },
        session: { token: sessionToken, expiration, by },
      });
      return { accessKeyId, secretAccessKey, sessionToken, expiration };
    },
  };
}

/** Capitals and digits, as key ids have them. */
function letters(count: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return Array.from(randomBytes(count), (byte) => alphabet[byte % alphabet.length]).join('');
}
