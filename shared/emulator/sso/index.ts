import type { Service, TakeInjected } from '../incoming.ts';
import type { KeyRing } from '../key-ring.ts';
import { createGrants } from './grants.ts';
import { createOidc } from './oidc.ts';
import type { EmulatedSso, SsoSignIn } from './options.ts';
import { createPages } from './pages.ts';
import { createPortal } from './portal.ts';
import { createRegistrations, PORTAL_SCOPE } from './registrations.ts';
import { createSsoSessions } from './sessions.ts';

const DEFAULT_CODE_SECONDS = 600;
const DEFAULT_POLL_SECONDS = 5;

type Surroundings = {
  readonly url: string;
  readonly now: () => number;
  readonly keys: KeyRing;
  readonly takeInjected: TakeInjected;
  /** Remembers what must not turn up anywhere, and returns it. */
  readonly keepSecret: (secret: string) => string;
};

type Sso = { readonly services: readonly Service[]; signIn(withRefresh: boolean): SsoSignIn; endSessions(): void };

/** Single sign-on: OIDC, the portal and the pages of the browser, in one. */
export function createSso(options: EmulatedSso, { url, now, keys, takeInjected, keepSecret }: Surroundings): Sso {
  const sessions = createSsoSessions(options, now, keepSecret);
  const state = {
    url,
    startUrl: `${url}/start`,
    pollSeconds: options.pollSeconds ?? DEFAULT_POLL_SECONDS,
    now,
    registrations: createRegistrations(now, keepSecret),
    grants: createGrants(options.codeSeconds ?? DEFAULT_CODE_SECONDS, now, keepSecret),
    sessions,
  };
  return {
    services: [
      createOidc(state, takeInjected),
      createPortal(options, sessions, keys, takeInjected),
      createPages(state),
    ],
    signIn(withRefresh) {
      const scopes = withRefresh ? [PORTAL_SCOPE] : [];
      const client = state.registrations.add({ name: 'botocore-client', scopes, redirectUris: [] });
      const { accessToken, refreshToken, expiresIn } = sessions.begin(client.clientId, withRefresh);
      return {
        startUrl: state.startUrl,
        accessToken,
        expiresAt: cacheTime(now() + expiresIn * 1000),
        clientId: client.clientId,
        clientSecret: client.clientSecret,
        registrationExpiresAt: cacheTime(client.expiration * 1000),
        ...(refreshToken === null ? {} : { refreshToken }),
      };
    },
    endSessions: () => sessions.endAll(),
  };
}

function cacheTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
