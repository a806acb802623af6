import { jsonReply } from '../reply.ts';
import { domainField, domainOwnerField, durationField } from './fields.ts';
import { calledDomainArn, withDomain } from './operation.ts';
import type { Call, Operation } from './operation.ts';

/** Seconds; also what 0 ("as long as the caller's session") gives here, where keys are not of a session. */
const LONGEST_LIFETIME = 43_200;

export const getAuthorizationToken: Operation = {
  name: 'GetAuthorizationToken',
  method: 'POST',
  path: '/v1/authorization-token',
  carrier: 'query',
  fields: [domainField, domainOwnerField, durationField],
  resource: calledDomainArn,
  answer(call) {
    return withDomain(call, (domain) => {
      const { token, expiration } = call.service.ledger.issue(domain, call.caller.principal, lifetime(call));
      return jsonReply(200, { authorizationToken: token, expiration });
    });
  },
};

function lifetime(call: Call): number {
  const asked = Number(call.input.get('durationSeconds') ?? LONGEST_LIFETIME);
  return call.service.tokenLifetimeSeconds ?? (asked === 0 ? LONGEST_LIFETIME : asked);
}
