import type { EmulatedPrincipal } from './options.ts';
import { awsError } from './aws-error.ts';
import type { Reply } from './reply.ts';

/** Who asks, and which region the request was signed for. */
export type Caller = { readonly principal: EmulatedPrincipal; readonly region: string };

export type Authentication =
  | { readonly ok: true; readonly caller: Caller }
  | { readonly ok: false; readonly accessKeyId: string | null; readonly refusal: Reply };

const credentialScope =
  /^AWS4-HMAC-SHA256 .*Credential=([^/\s,]+)\/\d{8}\/([a-z0-9-]+)\/codeartifact\/aws4_request[\s,]/;

/**
 * Reads key and region from a SigV4 `Authorization` header's credential scope. The signature itself is not
 * checked: the emulator knows no secret keys.
 */
export function authenticate(
  authorization: string | undefined,
  principals: readonly EmulatedPrincipal[],
): Authentication {
  const [, accessKeyId, region] = credentialScope.exec(authorization ?? '') ?? [];
  if (accessKeyId === undefined || region === undefined) {
    return refused(null, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const principal = principals.find((candidate) => candidate.accessKeyId === accessKeyId);
  if (principal === undefined) {
    return refused(
      accessKeyId,
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  }
  if (principal.expired === true) {
    return refused(accessKeyId, 'ExpiredTokenException', 'The security token included in the request is expired');
  }
  return { ok: true, caller: { principal, region } };
}

function refused(accessKeyId: string | null, type: string, message: string): Authentication {
  return { ok: false, accessKeyId, refusal: awsError(403, type, message) };
}
