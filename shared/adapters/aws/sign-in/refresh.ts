import type { Clock, Environment } from '../../../ports/host.ts';
import { ownError } from '../errors/own.ts';
import type { HttpHandler } from '@smithy/core/protocols';
import { sdkSessionName } from '../sdk-config.ts';
import { isRefusal, openOidc } from './oidc.ts';
import { withSessionLock } from './session-lock.ts';
import type { SsoToken } from './sso-cache.ts';
import { cacheTime, readSsoToken, writeSsoToken } from './sso-cache.ts';
import type { SsoTarget } from './target.ts';

/** A session's token is refreshed when it has so long to live, as in the AWS CLI (botocore 1.43). Milliseconds. */
const WINDOW = 15 * 60_000;
/** The SDK (@aws-sdk/token-providers 3.1166.0) refreshes with five minutes left. Milliseconds. */
const UNTOUCHED = 6 * 60_000;
/** While the token lives, a refresh that failed is not repeated before. Milliseconds. */
const PAUSE = 60_000;
export type SsoRefresher = {
  /**
   * Sees to a living token of the session and hands it to the SDK's providers, which would read the file while it is written and take
   * a network that is down for a session that has ended. Rejects with what the SDK throws when the token has ended and can't be
   * refreshed, or with "Token is expired." when AWS refuses that.
   */
  provide(target: SsoTarget, requestHandler: HttpHandler): Promise<void>;
};

/** One refresh at a time for each session, over all processes. */
export function createSsoRefresher(environment: Environment, clock: Clock): SsoRefresher {
  const running = new Map<string, Promise<void>>();
  const attempts = new Map<string, number>();

  async function provide(target: SsoTarget, requestHandler: HttpHandler): Promise<void> {
    const { cacheId } = target;
    const known = await readSsoToken(environment, cacheId);
    const token = known !== null && isDue(known, cacheId) ? await newer(known, target, requestHandler) : known;
    const { externalDataInterceptor } = await import('@smithy/core/config');
    const name = sdkSessionName(cacheId);
    if (token === null) delete externalDataInterceptor.getTokenRecord()[name];
    else externalDataInterceptor.interceptToken(name, forSdk(token));
  }

  function isDue(token: SsoToken, cacheId: string): boolean {
    const left = leftOf(token);
    if (left > WINDOW || !isRefreshable(token)) return false;
    return left <= 0 || clock.now() - (attempts.get(cacheId) ?? Number.NEGATIVE_INFINITY) >= PAUSE;
  }

  /**
   * One that the SDK's providers take as it is: with nothing to refresh it with, which they would do by themselves, into a file of
   * another name that others may read; and, while it lives, with an end at which they don't try.
   */
  function forSdk({ refreshToken: _refresh, clientSecret: _secret, clientId: _client, ...token }: SsoToken): SsoToken {
    const left = leftOf(token);
    return left <= 0 || left > UNTOUCHED ? token : { ...token, expiresAt: cacheTime(clock.now() + UNTOUCHED) };
  }

  function leftOf({ expiresAt }: SsoToken): number {
    return Date.parse(expiresAt) - clock.now();
  }

  function isRefreshable({ refreshToken, clientId, clientSecret, registrationExpiresAt }: SsoToken): boolean {
    const isComplete = refreshToken !== undefined && clientId !== undefined && clientSecret !== undefined;
    return isComplete && Date.parse(registrationExpiresAt ?? '9999-12-31') > clock.now();
  }

  /** A failure matters only when there is no token that lives. */
  async function newer(known: SsoToken, target: SsoTarget, requestHandler: HttpHandler): Promise<SsoToken> {
    attempts.set(target.cacheId, clock.now());
    try {
      return await alone(known, target, async (current) => refreshed(current, target, requestHandler));
    } catch (error) {
      if (leftOf(known) > 0) return known;
      // In the words in which the SDK's own provider says so, which the error table knows.
      throw isRefusal(error) ? new Error('Token is expired. The refresh was refused.', { cause: error }) : error;
    }
  }

  /** Does the work unless another process has done it, or ended the session, meanwhile. */
  async function alone(
    known: SsoToken,
    { cacheId }: SsoTarget,
    work: (current: SsoToken) => Promise<SsoToken>,
  ): Promise<SsoToken> {
    const isDone = (current: SsoToken | null): current is SsoToken =>
      current !== null && current.accessToken !== known.accessToken && leftOf(current) > 0;
    const done = async (): Promise<SsoToken | null> => {
      const current = await readSsoToken(environment, cacheId);
      return isDone(current) ? current : null;
    };
    const fresh = await withSessionLock(
      environment,
      cacheId,
      async () => {
        const current = await readSsoToken(environment, cacheId);
        if (current === null) throw new Error('Token is expired. The session was ended meanwhile.');
        return isDone(current) ? current : work(current);
      },
      done,
    );
    if (fresh === null) throw ownError('RefreshBusy', 'another process refreshes the session for too long');
    return fresh;
  }

  async function refreshed(token: SsoToken, target: SsoTarget, requestHandler: HttpHandler): Promise<SsoToken> {
    const oidc = await openOidc(environment, target, { requestHandler, clock });
    const {
      clientId = '',
      clientSecret = '',
      registrationExpiresAt: expiresAt = token.expiresAt,
      refreshToken,
    } = token;
    const registration = { clientId, clientSecret, expiresAt };
    const answer = await oidc.createToken(registration, { grantType: 'refresh_token', refreshToken });
    // A service that gives no new one goes on taking the old one.
    const fresh = { ...answer, refreshToken: answer.refreshToken ?? refreshToken };
    // Where the cache can't be written, the token serves this process.
    await writeSsoToken(environment, target.cacheId, fresh).catch(() => undefined);
    return fresh;
  }

  return {
    provide(target, requestHandler) {
      const joined = running.get(target.cacheId);
      if (joined !== undefined) return joined;
      const own = provide(target, requestHandler).finally(() => running.delete(target.cacheId));
      running.set(target.cacheId, own);
      return own;
    },
  };
}
