import { z } from 'zod';
import type { Incoming, Service, TakeInjected } from '../incoming.ts';
import { jsonReply } from '../reply.ts';
import type { Reply } from '../reply.ts';
import { createTokenExchange } from './create-token.ts';
import type { Grants } from './grants.ts';
import { injectedOidcError, oidcError } from './oidc-error.ts';
import { CALLBACK } from './redirect-uri.ts';
import type { Registrations } from './registrations.ts';
import type { SsoSessions } from './sessions.ts';

/** What the SSO services of one emulator share. */
export type SsoState = {
  /** The emulator's own address. */
  readonly url: string;
  readonly startUrl: string;
  readonly pollSeconds: number;
  readonly now: () => number;
  readonly registrations: Registrations;
  readonly grants: Grants;
  readonly sessions: SsoSessions;
};

const registerInput = z.object({
  clientName: z.string(),
  clientType: z.literal('public'),
  scopes: z.array(z.string()).default([]),
  redirectUris: z.array(z.string().regex(CALLBACK)).default([]),
  issuerUrl: z.string().optional(),
});

const deviceInput = z.object({ clientId: z.string(), clientSecret: z.string(), startUrl: z.string() });

/** SSO OIDC: applications register, ask for a code to compare, and exchange what the browser allowed for tokens. */
export function createOidc(state: SsoState, takeInjected: TakeInjected): Service {
  const exchange = createTokenExchange(state);
  const operations = new Map<string, readonly [name: string, answer: (input: unknown) => Reply]>([
    ['/client/register', ['RegisterClient', registerClient]],
    ['/device_authorization', ['StartDeviceAuthorization', startDeviceAuthorization]],
    ['/token', ['CreateToken', exchange]],
  ]);

  function registerClient(input: unknown): Reply {
    const asked = registerInput.safeParse(input);
    if (!asked.success) return oidcError('InvalidClientMetadataException', 'Invalid client metadata provided');
    const { clientName, scopes, redirectUris, issuerUrl } = asked.data;
    if (issuerUrl !== undefined && !isStartUrl(issuerUrl)) return unknownStartUrl();
    const registration = state.registrations.add({ name: clientName, scopes, redirectUris });
    return jsonReply(200, {
      clientId: registration.clientId,
      clientSecret: registration.clientSecret,
      clientIdIssuedAt: Math.floor(state.now() / 1000),
      clientSecretExpiresAt: registration.expiration,
    });
  }

  function startDeviceAuthorization(input: unknown): Reply {
    const asked = deviceInput.safeParse(input);
    if (!asked.success) return oidcError('InvalidRequestException', 'Invalid request');
    const registration = state.registrations.find(asked.data.clientId);
    if (registration === null || registration.clientSecret !== asked.data.clientSecret) {
      return oidcError('InvalidClientException', 'Invalid client provided');
    }
    if (!isStartUrl(asked.data.startUrl)) return unknownStartUrl();
    const { deviceCode, userCode, expiresAt } = state.grants.addDevice(registration);
    return jsonReply(200, {
      deviceCode,
      userCode,
      verificationUri: `${state.url}/device`,
      verificationUriComplete: `${state.url}/device?user_code=${userCode}`,
      expiresIn: Math.round((expiresAt - state.now()) / 1000),
      interval: state.pollSeconds,
    });
  }

  /** Written in several ways: with a slash at its end, and `#` of the portal's page. */
  function isStartUrl(url: string): boolean {
    return url.replace(/\/?(?:#\/?)?$/, '').replace('//localhost:', '//127.0.0.1:') === state.startUrl;
  }

  return (incoming) => {
    const [operation, answer] = (incoming.method === 'POST' && operations.get(incoming.url.pathname)) || [];
    if (operation === undefined || answer === undefined) return null;
    const injected = takeInjected(operation);
    const reply = injected === null ? answer(readJson(incoming)) : injectedOidcError(injected);
    return { operation, accessKeyId: null, reply };
  };
}

function unknownStartUrl(): Reply {
  return oidcError('InvalidRequestException', 'Invalid start url provided');
}

function readJson({ body }: Incoming): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}
