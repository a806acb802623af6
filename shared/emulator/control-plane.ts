import { accessDenied, awsError, injectedReply, keyRefused, validationError } from './aws-error.ts';
import { authenticate } from './caller.ts';
import type { Caller } from './caller.ts';
import type { Answer, Incoming, TakeInjected } from './incoming.ts';
import { operations } from './operations/index.ts';
import { validate } from './operations/fields.ts';
import type { Operation, Service } from './operations/operation.ts';
import type { KeyRing } from './key-ring.ts';
import type { Reply } from './reply.ts';

/** Answers a request to the CodeArtifact API: who asks, is the input good, is it allowed, does it exist. */
export function answerApi(
  incoming: Incoming,
  service: Service,
  keys: KeyRing,
  now: () => number,
  takeInjected: TakeInjected,
): Answer {
  const operation = operations.find(
    (candidate) => candidate.method === incoming.method && candidate.path === incoming.url.pathname,
  );
  if (operation === undefined) {
    const reply = awsError(404, 'UnknownOperationException', 'The emulator has no such operation.');
    return { operation: 'unknown', accessKeyId: null, reply };
  }
  const authentication = authenticate('codeartifact', incoming, keys, now);
  const accessKeyId = authentication.ok ? authentication.caller.principal.accessKeyId : authentication.accessKeyId;
  const injected = takeInjected(operation.name);
  if (injected !== null) return { operation: operation.name, accessKeyId, reply: injectedReply(injected) };
  const reply = authentication.ok
    ? perform(operation, incoming, authentication.caller, service)
    : keyRefused(authentication.fault);
  return { operation: operation.name, accessKeyId, reply };
}

function perform(operation: Operation, incoming: Incoming, caller: Caller, service: Service): Reply {
  const input = readInput(operation, incoming);
  if (input === null) return validationError('The request body is not valid JSON.', 'CANNOT_PARSE');
  const invalid = validate(operation.fields, input);
  if (invalid !== null) return invalid;
  const call = { caller, input, service };
  if (caller.principal.deny?.includes(operation.name) === true) {
    return accessDenied(caller.principal, `codeartifact:${operation.name}`, operation.resource(call));
  }
  return operation.answer(call);
}

/** Input keyed by member name; null when the body can't be parsed. */
function readInput(operation: Operation, incoming: Incoming): ReadonlyMap<string, string> | null {
  const values = operation.carrier === 'query' ? incoming.url.searchParams : parseBody(incoming.body);
  if (values === null) return null;
  return new Map(
    operation.fields.flatMap((field) => {
      const value = values.get(field.wire);
      return value === null || value === undefined ? [] : [[field.member, value] as const];
    }),
  );
}

function parseBody(body: Buffer): ReadonlyMap<string, string> | null {
  if (body.length === 0) return new Map();
  try {
    const parsed: unknown = JSON.parse(body.toString());
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
    const members = Object.entries(parsed).filter(([, value]) => value !== null);
    return new Map(members.map(([key, value]) => [key, String(value)]));
  } catch {
    return null;
  }
}
