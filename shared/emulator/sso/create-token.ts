import { createHash } from 'node:crypto';
import { z } from 'zod';
import { jsonReply } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { SsoState } from './oidc.ts';
import { oidcError } from './oidc-error.ts';
import type { Registration } from './registrations.ts';
import { PORTAL_SCOPE } from './registrations.ts';
import type { SessionTokens } from './sessions.ts';

const client = z.object({ clientId: z.string(), clientSecret: z.string() });
const input = z.discriminatedUnion('grantType', [
  client.extend({
    grantType: z.literal('urn:ietf:params:oauth:grant-type:device_code'),
    deviceCode: z.string(),
  }),
  client.extend({
    grantType: z.literal('authorization_code'),
    code: z.string(),
    codeVerifier: z.string(),
    redirectUri: z.string(),
  }),
  client.extend({ grantType: z.literal('refresh_token'), refreshToken: z.string() }),
]);
type Input = z.infer<typeof input>;
type Asked<Grant extends Input['grantType']> = Extract<Input, { grantType: Grant }>;

/** CreateToken: what a browser allowed, or an earlier token, for new tokens. Each code works once. */
export function createTokenExchange({
  registrations,
  grants,
  sessions,
  pollSeconds,
  now,
}: SsoState): (json: unknown) => Reply {
  function ofDevice(
    registration: Registration,
    { deviceCode }: Asked<'urn:ietf:params:oauth:grant-type:device_code'>,
  ): Reply {
    const grant = grants.device(deviceCode);
    if (grant?.registration !== registration) return oidcError('InvalidGrantException', 'Invalid device code provided');
    const isHasty = now() - grant.askedAt < pollSeconds * 1000 - POLL_TOLERANCE;
    grant.askedAt = now();
    if (grant.answer === 'allowed') {
      grants.endDevice(deviceCode);
      return begin(registration);
    }
    if (grant.answer === 'denied') return oidcError('AccessDeniedException', 'Access denied');
    if (now() >= grant.expiresAt) return oidcError('ExpiredTokenException', 'Device code has expired');
    if (isHasty) return oidcError('SlowDownException', 'Slow down');
    return oidcError('AuthorizationPendingException', 'Authorization is pending');
  }

  function ofCode(registration: Registration, asked: Asked<'authorization_code'>): Reply {
    const grant = grants.takeCode(asked.code);
    const challenge = createHash('sha256').update(asked.codeVerifier).digest('base64url');
    const isGood =
      grant?.registration === registration &&
      grant.redirectUri === asked.redirectUri &&
      grant.codeChallenge === challenge;
    return isGood ? begin(registration) : oidcError('InvalidGrantException', 'Invalid authorization code provided');
  }

  function begin({ clientId, scopes }: Registration): Reply {
    return tokensReply(sessions.begin(clientId, scopes.includes(PORTAL_SCOPE)));
  }

  return (json) => {
    const asked = input.safeParse(json);
    if (!asked.success) {
      const isOfGrant = asked.error.issues.some((issue) => issue.path[0] === 'grantType');
      if (isOfGrant) return oidcError('UnsupportedGrantTypeException', 'Unsupported grant type provided');
      return oidcError('InvalidRequestException', 'Invalid request');
    }
    const { data } = asked;
    const registration = registrations.find(data.clientId);
    if (registration === null || registration.clientSecret !== data.clientSecret) {
      return oidcError('InvalidClientException', 'Invalid client provided');
    }
    if (data.grantType === 'authorization_code') return ofCode(registration, data);
    if (data.grantType !== 'refresh_token') return ofDevice(registration, data);
    const tokens = sessions.refresh(data.refreshToken, registration.clientId);
    return tokens === null ? oidcError('InvalidGrantException', 'Invalid refresh token provided') : tokensReply(tokens);
  };
}

/** Timers of a client may be early by some milliseconds. */
const POLL_TOLERANCE = 50;

function tokensReply({ accessToken, refreshToken, expiresIn }: SessionTokens): Reply {
  return jsonReply(200, {
    accessToken,
    tokenType: 'Bearer',
    expiresIn,
    ...(refreshToken === null ? {} : { refreshToken }),
  });
}
