import type { InjectedError } from '../options.ts';
import { jsonReply } from '../reply.ts';
import type { Reply } from '../reply.ts';

/** Errors of SSO OIDC by their type, with the status and the code that RFC 6749 and RFC 8628 give them (service model 2019-06-10). */
const errors = {
  AccessDeniedException: [400, 'access_denied'],
  AuthorizationPendingException: [400, 'authorization_pending'],
  ExpiredTokenException: [400, 'expired_token'],
  InvalidClientException: [401, 'invalid_client'],
  InvalidClientMetadataException: [400, 'invalid_client_metadata'],
  InvalidGrantException: [400, 'invalid_grant'],
  InvalidRedirectUriException: [400, 'invalid_redirect_uri'],
  InvalidRequestException: [400, 'invalid_request'],
  InvalidScopeException: [400, 'invalid_scope'],
  SlowDownException: [400, 'slow_down'],
  UnauthorizedClientException: [400, 'unauthorized_client'],
  UnsupportedGrantTypeException: [400, 'unsupported_grant_type'],
} as const satisfies Readonly<Record<string, readonly [status: number, code: string]>>;

export type OidcErrorType = keyof typeof errors;

export function oidcError(type: OidcErrorType, description: string): Reply {
  const [status, code] = errors[type];
  return errorBody(status, type, code, description);
}

/** An error that a test ordered; of a type that OIDC has not, it gets a server's error code. */
export function injectedOidcError({ status, type, message }: InjectedError): Reply {
  const known = Object.entries(errors).find(([name]) => name === type);
  return errorBody(status, type, known?.[1][1] ?? 'server_error', message);
}

function errorBody(status: number, type: string, error: string, description: string): Reply {
  return jsonReply(status, { error, error_description: description }, { 'x-amzn-errortype': type });
}
