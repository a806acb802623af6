import type { Key, KeyRing, KeySession } from './key-ring.ts';
import type { EmulatedPrincipal } from './options.ts';
import type { Incoming } from './incoming.ts';

/** Who asks, and which region the request was signed for. */
export type Caller = {
  readonly principal: EmulatedPrincipal;
  /** Null for a long-term key. */
  readonly session: KeySession | null;
  readonly region: string;
};

/** Each service has names and words of its own for these. */
export type KeyFault = 'missing' | 'unknown' | 'expired';

export type Authentication =
  | { readonly ok: true; readonly caller: Caller }
  | { readonly ok: false; readonly accessKeyId: string | null; readonly fault: KeyFault };

const credentialScope =
  /^AWS4-HMAC-SHA256 .*Credential=([^/\s,]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request[\s,]/;

/**
 * Reads key and region from a SigV4 `Authorization` header's credential scope, and the session of a temporary key. The
 * signature itself is not checked: the emulator asks for no secret keys.
 */
export function authenticate(
  service: 'codeartifact' | 'sts',
  { authorization, securityToken }: Pick<Incoming, 'authorization' | 'securityToken'>,
  keys: KeyRing,
  now: () => number,
): Authentication {
  const [, accessKeyId, region, signedFor] = credentialScope.exec(authorization ?? '') ?? [];
  if (accessKeyId === undefined || region === undefined || signedFor !== service) return refused(null, 'missing');
  const key = keys.find(accessKeyId);
  if (key === null || (key.session !== null && key.session.token !== securityToken)) {
    return refused(accessKeyId, 'unknown');
  }
  if (hasEnded(key, now())) return refused(accessKeyId, 'expired');
  return { ok: true, caller: { ...key, region } };
}

function hasEnded({ principal, session }: Key, now: number): boolean {
  return principal.expired === true || (session !== null && now >= session.expiration * 1000);
}

function refused(accessKeyId: string | null, fault: KeyFault): Authentication {
  return { ok: false, accessKeyId, fault };
}

/** The ARN by which IAM speaks of a principal. */
export function arnOf({ arn, account }: Pick<EmulatedPrincipal, 'arn' | 'account'>): string {
  return arn ?? `arn:aws:iam::${account}:user/developer`;
}
