import type { KeyFault } from './caller.ts';
import { arnOf } from './caller.ts';
import type { EmulatedPrincipal, InjectedError } from './options.ts';
import { jsonReply } from './reply.ts';
import type { Reply } from './reply.ts';

/** An error of the rest-json protocol: its type in a header, its message and modelled members in the body. */
export function awsError(
  status: number,
  type: string,
  message: string,
  members: Readonly<Record<string, string>> = {},
): Reply {
  return jsonReply(status, { message, ...members }, { 'x-amzn-errortype': type });
}

export function injectedReply(error: InjectedError): Reply {
  const base = awsError(error.status, error.type, error.message);
  if (error.retryAfterSeconds === undefined) return base;
  return { ...base, headers: { ...base.headers, 'retry-after': String(error.retryAfterSeconds) } };
}

export type ValidationReason = 'CANNOT_PARSE' | 'FIELD_VALIDATION_FAILED';

export function validationError(message: string, reason: ValidationReason): Reply {
  return awsError(400, 'ValidationException', message, { reason });
}

const keyFaults: Readonly<Record<KeyFault, readonly [type: string, message: string]>> = {
  missing: ['MissingAuthenticationTokenException', 'Missing Authentication Token'],
  unknown: ['UnrecognizedClientException', 'The security token included in the request is invalid.'],
  expired: ['ExpiredTokenException', 'The security token included in the request is expired'],
};

export function keyRefused(fault: KeyFault): Reply {
  const [type, message] = keyFaults[fault];
  return awsError(403, type, message);
}

/** Wording of a refusal by IAM as users reported it (tmokmss/deploy-time-build#8). `permission` is `service:Action`. */
export function accessDenied(principal: EmulatedPrincipal, permission: string, resource: string): Reply {
  return awsError(
    403,
    'AccessDeniedException',
    `User: ${arnOf(principal)} is not authorized to perform: ${permission} on resource: ${resource} ` +
      `because no identity-based policy allows the ${permission} action`,
  );
}

/** Wording of the real service (aws/aws-cdk#19792). */
export function domainNotFound(domain: string, owner: string): Reply {
  return awsError(
    404,
    'ResourceNotFoundException',
    `Domain not found. Domain '${domain}' owned by account '${owner}' does not exist`,
    {
      resourceId: domain,
      resourceType: 'domain',
    },
  );
}

/** Wording by analogy with that of a missing domain; the real one was never seen. */
export function repositoryNotFound(domain: string, owner: string, repository: string): Reply {
  return awsError(
    404,
    'ResourceNotFoundException',
    `Repository not found. Repository '${repository}' in domain '${domain}' owned by account '${owner}' does not exist`,
    { resourceId: repository, resourceType: 'repository' },
  );
}
