import { arnOf } from '../caller.ts';
import type { Caller } from '../caller.ts';
import type { KeyRing } from '../key-ring.ts';
import type { Reply } from '../reply.ts';
import type { EmulatedRole } from './options.ts';
import { errorReply, resultReply } from './xml.ts';

const DEFAULT_SECONDS = 3600;
/** A role that was assumed with the keys of a role lasts an hour at most (IAM user guide, "Role chaining"). */
const LONGEST_CHAINED = 3600;

const roleArn = /^arn:[^:]+:iam::(\d{12}):role\/(?:.+\/)?([\w+=,.@-]+)$/;

/** Gives keys of a role to whom it trusts. A wrong External ID, a missing MFA code and an unknown role are told alike, as by AWS. */
export function createAssumeRole(
  roles: readonly EmulatedRole[],
  keys: KeyRing,
): (caller: Caller, input: URLSearchParams) => Reply {
  const usedCodes = new Set<string>();

  function mfaFault(mfa: NonNullable<EmulatedRole['mfa']>, input: URLSearchParams): string | null {
    const code = input.get('TokenCode') ?? '';
    if (input.get('SerialNumber') === mfa.serial && mfa.codes.includes(code) && !usedCodes.has(code)) {
      usedCodes.add(code);
      return null;
    }
    return 'MultiFactorAuthentication failed with invalid MFA one time pass code. ';
  }

  return function assumeRole(caller, input) {
    const invalid = invalidInput(caller.session, input);
    if (invalid !== null) return errorReply(400, 'ValidationError', invalid);
    const arn = input.get('RoleArn') ?? '';
    const role = roles.find((candidate) => candidate.arn === arn);
    const denied = `User: ${arnOf(caller.principal)} is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
    if (role === undefined || !trusts(role, caller, input)) return errorReply(403, 'AccessDenied', denied);
    if (role.mfa !== undefined) {
      if (!input.has('TokenCode')) return errorReply(403, 'AccessDenied', denied);
      const fault = mfaFault(role.mfa, input);
      if (fault !== null) return errorReply(403, 'AccessDenied', fault);
    }
    return assumedRole('AssumeRole', role, keys, input);
  };
}

/** Keys of a role that may be had. */
export function assumedRole(action: string, role: EmulatedRole, keys: KeyRing, input: URLSearchParams): Reply {
  const seconds = secondsOf(input);
  if (seconds > (role.maxSessionSeconds ?? DEFAULT_SECONDS)) {
    const message = 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.';
    return errorReply(400, 'ValidationError', message);
  }
  const [, account = '', name = ''] = roleArn.exec(role.arn) ?? [];
  const session = input.get('RoleSessionName') ?? '';
  const assumed = `arn:aws:sts::${account}:assumed-role/${name}/${session}`;
  const principal = { account, arn: assumed, ...(role.deny === undefined ? {} : { deny: role.deny }) };
  const key = keys.issue(principal, role.sessionSeconds ?? seconds, 'role');
  return resultReply(action, {
    AssumedRoleUser: { AssumedRoleId: `AROAEMULATED:${session}`, Arn: assumed },
    Credentials: {
      AccessKeyId: key.accessKeyId,
      SecretAccessKey: key.secretAccessKey,
      SessionToken: key.sessionToken,
      Expiration: new Date(key.expiration * 1000).toISOString(),
    },
  });
}

/** Both sides must agree: the caller's own policy and the role's trust policy. */
function trusts(role: EmulatedRole, { principal }: Caller, input: URLSearchParams): boolean {
  if (principal.deny?.includes('AssumeRole') === true) return false;
  if (role.externalId !== undefined && input.get('ExternalId') !== role.externalId) return false;
  return role.trusted?.some((named) => named === arnOf(principal) || named === principal.account) ?? true;
}

function secondsOf(input: URLSearchParams): number {
  return Number(input.get('DurationSeconds') ?? DEFAULT_SECONDS);
}

/** What is wrong with the input itself; null when nothing is. `session`: that of the keys it comes with. */
export function invalidInput(session: Caller['session'], input: URLSearchParams): string | null {
  const arn = input.get('RoleArn') ?? '';
  const name = input.get('RoleSessionName') ?? '';
  const seconds = secondsOf(input);
  if (!roleArn.test(arn)) return `${arn} is invalid`;
  if (!/^[\w+=,.@-]{2,64}$/.test(name)) {
    return violation(name, 'roleSessionName', String.raw`Member must satisfy regular expression pattern: [\w+=,.@-]*`);
  }
  if (!(seconds >= 900)) {
    return violation(String(seconds), 'durationSeconds', 'Member must have value greater than or equal to 900');
  }
  if (seconds > 43_200) {
    return violation(String(seconds), 'durationSeconds', 'Member must have value less than or equal to 43200');
  }
  if (session?.by === 'role' && seconds > LONGEST_CHAINED) {
    return 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining';
  }
  return null;
}

function violation(value: string, member: string, constraint: string): string {
  return `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`;
}
