import { arnOf, authenticate } from '../caller.ts';
import type { Caller, KeyFault } from '../caller.ts';
import type { Incoming, Service, TakeInjected } from '../incoming.ts';
import type { KeyRing } from '../key-ring.ts';
import type { Reply } from '../reply.ts';
import { createAssumeRole } from './assume-role.ts';
import type { EmulatedRole } from './options.ts';
import { createWebIdentity } from './web-identity.ts';
import { errorReply, resultReply } from './xml.ts';

const keyFaults: Readonly<Record<KeyFault, readonly [code: string, message: string]>> = {
  missing: ['MissingAuthenticationToken', 'Request is missing Authentication Token'],
  unknown: ['InvalidClientTokenId', 'The security token included in the request is invalid.'],
  expired: ['ExpiredToken', 'The security token included in the request is expired'],
};

type Action = (caller: Caller, input: URLSearchParams) => Reply;

/** STS in its query protocol: a form is posted to the root path, XML comes back. */
export function createSts(
  roles: readonly EmulatedRole[],
  keys: KeyRing,
  now: () => number,
  takeInjected: TakeInjected,
): Service {
  const actions = new Map<string, Action>([
    ['AssumeRole', createAssumeRole(roles, keys)],
    ['GetCallerIdentity', getCallerIdentity],
  ]);
  /** What comes with a token of its own in place of a signature. */
  const unsigned = new Map([['AssumeRoleWithWebIdentity', createWebIdentity(roles, keys, now)]]);
  return (incoming) => {
    if (!isQuery(incoming)) return null;
    const input = new URLSearchParams(incoming.body.toString());
    const name = input.get('Action') ?? '';
    const injected = takeInjected(name);
    if (injected !== null) {
      return {
        operation: name,
        accessKeyId: null,
        reply: errorReply(injected.status, injected.type, injected.message),
      };
    }
    const open = unsigned.get(name);
    if (open !== undefined) return { operation: name, accessKeyId: null, reply: open(input) };
    const action = actions.get(name);
    if (action === undefined) {
      const reply = errorReply(400, 'InvalidAction', `Could not find operation ${name} for version 2011-06-15`);
      return { operation: 'unknown', accessKeyId: null, reply };
    }
    const authentication = authenticate('sts', incoming, keys, now);
    const accessKeyId = authentication.ok ? authentication.caller.principal.accessKeyId : authentication.accessKeyId;
    const reply = authentication.ok
      ? action(authentication.caller, input)
      : errorReply(403, ...keyFaults[authentication.fault]);
    return { operation: name, accessKeyId, reply };
  };
}

function isQuery({ method, url, contentType }: Incoming): boolean {
  return (
    method === 'POST' && url.pathname === '/' && contentType?.startsWith('application/x-www-form-urlencoded') === true
  );
}

function getCallerIdentity({ principal }: Caller): Reply {
  return resultReply('GetCallerIdentity', {
    Arn: arnOf(principal),
    UserId: principal.accessKeyId.replace(/^A[KS]IA/, 'AIDA'),
    Account: principal.account,
  });
}
