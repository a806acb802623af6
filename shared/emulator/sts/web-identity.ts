import { z } from 'zod';
import type { Reply } from '../reply.ts';
import { assumedRole, invalidInput } from './assume-role.ts';
import type { KeyRing } from '../key-ring.ts';
import type { EmulatedRole } from './options.ts';
import { errorReply } from './xml.ts';

/** What counts of a token's claims; RFC 7519, times in seconds. */
const claims = z.object({ sub: z.string(), exp: z.number() });

/**
 * AssumeRoleWithWebIdentity: keys of a role for somebody else's token, in the words of AWS. As elsewhere in the emulator, no signature
 * is checked, and every issuer is known.
 */
export function createWebIdentity(
  roles: readonly EmulatedRole[],
  keys: KeyRing,
  now: () => number,
): (input: URLSearchParams) => Reply {
  return (input) => {
    const invalid = invalidInput(null, input);
    if (invalid !== null) return errorReply(400, 'ValidationError', invalid);
    const token = claimsOf(input.get('WebIdentityToken') ?? '');
    if (token === null) {
      return errorReply(
        400,
        'InvalidIdentityToken',
        'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
      );
    }
    const seconds = Math.floor(now() / 1000);
    if (token.exp <= seconds) {
      const message = `Token expired: current date/time ${seconds} must be before the expiration date/time${token.exp}`;
      return errorReply(400, 'ExpiredTokenException', message);
    }
    const role = roles.find(({ arn, webSubjects }) => arn === input.get('RoleArn') && webSubjects?.includes(token.sub));
    if (role === undefined)
      return errorReply(403, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
    return assumedRole('AssumeRoleWithWebIdentity', role, keys, input);
  };
}

function claimsOf(token: string): z.infer<typeof claims> | null {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return null;
  try {
    const read = claims.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
