import { randomBytes } from 'node:crypto';

/** An application that registered itself; in OAuth's words a public client. */
export type Registration = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly redirectUris: readonly string[];
  /** Seconds since 1970. */
  readonly expiration: number;
};

export type Registrations = {
  add(facts: Pick<Registration, 'name' | 'scopes' | 'redirectUris'>): Registration;
  /** Null for one that is unknown or over. */
  find(clientId: string): Registration | null;
};

/** The scope that the SSO portal wants; an application that asked for it may refresh its tokens. */
export const PORTAL_SCOPE = 'sso:account:access';

/** As AWS's, which hold for 90 days. */
const LIFETIME_SECONDS = 90 * 24 * 3600;

export function createRegistrations(now: () => number, keepSecret: (secret: string) => string): Registrations {
  const known = new Map<string, Registration>();
  return {
    add(facts) {
      const registration = {
        ...facts,
        clientId: randomBytes(16).toString('base64url'),
        clientSecret: keepSecret(`client-secret-${randomBytes(200).toString('base64url')}`),
        expiration: Math.floor(now() / 1000) + LIFETIME_SECONDS,
      };
      known.set(registration.clientId, registration);
      return registration;
    },
    find(clientId) {
      const registration = known.get(clientId);
      return registration === undefined || now() >= registration.expiration * 1000 ? null : registration;
    },
  };
}
