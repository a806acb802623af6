import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { failed } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import type { BegunSignIn } from '../../../ports/aws-sign-in.ts';
import { withinLimit } from '../call-limit.ts';
import type { SsoAttempt } from './attempt.ts';
import { cancelled, expired, refused } from './attempt.ts';
import type { Loopback } from './loopback.ts';
import { listenForCallback } from './loopback.ts';
import { DEFAULT_SCOPES, isUnknownClient } from './oidc.ts';
import type { Registration } from './sso-cache.ts';

/** How long a person may take, as with the AWS CLI, and how often the wall clock is looked at: timers stop while a machine sleeps. Milliseconds. */
const PATIENCE = 10 * 60_000;
const LOOK = 5000;

/**
 * Signs in with a browser of this machine: authorization code with PKCE (RFC 7636), back to a port that listens for as long as that
 * takes. Rejects with what the SDK throws, or when no port can be had.
 */
export async function beginPkce(attempt: SsoAttempt): Promise<BegunSignIn> {
  const { oidc, target, clock, signal } = attempt;
  const registration = await oidc.registration('browser', signal);
  const state = randomUUID();
  const verifier = randomBytes(48).toString('base64url');
  const loopback = await listenForCallback(state);
  const question = new URLSearchParams({
    response_type: 'code',
    client_id: registration.clientId,
    redirect_uri: loopback.redirectUri,
    state,
    code_challenge_method: 'S256',
    scopes: (target.scopes ?? DEFAULT_SCOPES).join(' '),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  });
  const expiresAt = clock.now() + PATIENCE;
  return {
    url: `${oidc.origin}/authorize?${question.toString()}`,
    userCode: null,
    expiresAt,
    enterCode: null,
    done: exchange(attempt, registration, loopback, { verifier, expiresAt }),
  };
}

async function exchange(
  attempt: SsoAttempt,
  registration: Registration,
  { redirectUri, callback, close }: Loopback,
  { verifier: codeVerifier, expiresAt }: { readonly verifier: string; readonly expiresAt: number },
): Promise<Result<void>> {
  const { oidc, profile, clock, signal, explain, keep } = attempt;
  const back = await Promise.race([callback, tooLate()]);
  if (back === undefined || signal.aborted) {
    close();
    return failed(signal.aborted ? cancelled(profile) : expired(profile));
  }
  const outcome = back.code === null ? failed(refused(profile)) : await redeem(back.code);
  back.answer(outcome.ok);
  return outcome;

  async function tooLate(): Promise<void> {
    while (!signal.aborted && clock.now() < expiresAt) await attempt.pause(LOOK);
  }

  async function redeem(code: string): Promise<Result<void>> {
    try {
      const input = { grantType: 'authorization_code', code, codeVerifier, redirectUri };
      const token = await withinLimit(clock, (limit) =>
        oidc.createToken(registration, input, AbortSignal.any([signal, limit])),
      );
      return await keep(token);
    } catch (error) {
      // The next attempt then registers anew.
      if (isUnknownClient(error)) await oidc.forgetRegistration();
      return failed(signal.aborted ? cancelled(profile) : explain(error));
    }
  }
}
