import { randomBytes } from 'node:crypto';
import type { EmulatedSso } from './options.ts';

/** What a token exchange answers. */
export type SessionTokens = {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Seconds. */
  readonly expiresIn: number;
};

type Session = { readonly endsAt: number; readonly clientId: string; ended: boolean };

export type SsoSessions = {
  /** Someone signed in. Without refresh the access token lives as long as the session. */
  begin(clientId: string, withRefresh: boolean): SessionTokens;
  /** New tokens for a refresh token, which works once; null when it does no longer. */
  refresh(refreshToken: string, clientId: string): SessionTokens | null;
  isSignedIn(accessToken: string): boolean;
  end(accessToken: string): void;
  endAll(): void;
};

const DEFAULT_SESSION_SECONDS = 8 * 3600;
const DEFAULT_ACCESS_SECONDS = 3600;

/** Who is signed in. A session ends at a time fixed at its start, however often its tokens are refreshed. */
export function createSsoSessions(
  options: Pick<EmulatedSso, 'sessionSeconds' | 'accessTokenSeconds'>,
  now: () => number,
  keepSecret: (secret: string) => string,
): SsoSessions {
  const accessTokens = new Map<string, { readonly session: Session; readonly expiresAt: number }>();
  const refreshTokens = new Map<string, Session>();

  function isGoingOn(session: Session): boolean {
    return !session.ended && now() < session.endsAt;
  }

  function tokensOf(session: Session, withRefresh: boolean): SessionTokens {
    const left = Math.floor((session.endsAt - now()) / 1000);
    const expiresIn = withRefresh ? Math.min(options.accessTokenSeconds ?? DEFAULT_ACCESS_SECONDS, left) : left;
    const accessToken = secret('aoaAAAAAG', 250);
    accessTokens.set(accessToken, { session, expiresAt: now() + expiresIn * 1000 });
    if (!withRefresh) return { accessToken, refreshToken: null, expiresIn };
    const refreshToken = secret('aorAAAAAG', 250);
    refreshTokens.set(refreshToken, session);
    return { accessToken, refreshToken, expiresIn };
  }

  function secret(start: string, bytes: number): string {
    return keepSecret(start + randomBytes(bytes).toString('base64url'));
  }

  return {
    begin(clientId, withRefresh) {
      const endsAt = now() + (options.sessionSeconds ?? DEFAULT_SESSION_SECONDS) * 1000;
      return tokensOf({ clientId, endsAt, ended: false }, withRefresh);
    },
    refresh(refreshToken, clientId) {
      const session = refreshTokens.get(refreshToken);
      if (session === undefined || session.clientId !== clientId || !isGoingOn(session)) return null;
      refreshTokens.delete(refreshToken);
      return tokensOf(session, true);
    },
    isSignedIn(accessToken) {
      const known = accessTokens.get(accessToken);
      return known !== undefined && isGoingOn(known.session) && now() < known.expiresAt;
    },
    end(accessToken) {
      const session = accessTokens.get(accessToken)?.session;
      if (session !== undefined) session.ended = true;
    },
    endAll() {
      for (const session of [...accessTokens.values()].map((known) => known.session)) session.ended = true;
    },
  };
}
