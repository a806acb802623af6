import { accessDenied } from '../aws-error.ts';
import { jsonReply } from '../reply.ts';
import { domainField, domainOwnerField, durationField } from './fields.ts';
import { calledDomainArn, withDomain } from './operation.ts';
import type { Call, Operation } from './operation.ts';

/** Seconds; also what 0 ("as long as the caller's session") gives here for keys that are of no session. */
const LONGEST_LIFETIME = 43_200;

const BEARER = 'GetServiceBearerToken';

export const getAuthorizationToken: Operation = {
  name: 'GetAuthorizationToken',
  method: 'POST',
  path: '/v1/authorization-token',
  carrier: 'query',
  fields: [domainField, domainOwnerField, durationField],
  resource: calledDomainArn,
  answer(call) {
    return withDomain(call, (domain) => {
      const { principal } = call.caller;
      // The permission behind each bearer token; the condition sts:DurationSeconds may cap how long one lives.
      if (principal.deny?.includes(BEARER) === true || asked(call) > (principal.longestTokenSeconds ?? Infinity)) {
        return accessDenied(principal, `sts:${BEARER}`, '*');
      }
      const { token, expiration } = call.service.ledger.issue(domain, call.caller.principal, lifetime(call));
      return jsonReply(200, { authorizationToken: token, expiration });
    });
  },
};

function asked(call: Call): number {
  return Number(call.input.get('durationSeconds') ?? LONGEST_LIFETIME);
}

function lifetime(call: Call): number {
  const { service, caller } = call;
  if (service.tokenLifetimeSeconds !== undefined) return service.tokenLifetimeSeconds;
  if (asked(call) > 0) return asked(call);
  return caller.session === null ? LONGEST_LIFETIME : caller.session.expiration - Math.floor(service.now() / 1000);
}
