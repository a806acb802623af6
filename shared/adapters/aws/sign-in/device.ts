import { failed } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import type { BegunSignIn } from '../../../ports/aws-sign-in.ts';
import type { SsoAttempt } from './attempt.ts';
import { cancelled, expired } from './attempt.ts';
import { isUnknownClient, nameOf } from './oidc.ts';
import type { DeviceAuthorization } from './oidc.ts';
import type { Registration } from './sso-cache.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
/** RFC 8628, 3.5. Milliseconds. */
const SLOWER = 5000;

/** Signs in with a code that is compared in any browser. Rejects with what the SDK throws. */
export async function beginDevice(attempt: SsoAttempt): Promise<BegunSignIn> {
  const { oidc, signal } = attempt;
  const [registration, authorization] = await authorize(true);
  const { url, userCode, expiresAt } = authorization;
  return { url, userCode, expiresAt, enterCode: null, done: poll(attempt, registration, authorization) };

  async function authorize(mayRepeat: boolean): Promise<readonly [Registration, DeviceAuthorization]> {
    const known = await oidc.registration('device', signal);
    try {
      return [known, await oidc.startDevice(known, signal)];
    } catch (error) {
      if (!mayRepeat || !isUnknownClient(error)) throw error;
      await oidc.forgetRegistration();
      return authorize(false);
    }
  }
}

async function poll(
  attempt: SsoAttempt,
  registration: Registration,
  { deviceCode, interval, expiresAt }: DeviceAuthorization,
): Promise<Result<void>> {
  const { oidc, clock, signal, explain, keep } = attempt;
  let pause = interval;
  for (;;) {
    await attempt.pause(pause);
    if (signal.aborted) return failed(cancelled(attempt.profile));
    if (clock.now() >= expiresAt) return failed(expired(attempt.profile));
    try {
      return await keep(await oidc.createToken(registration, { grantType: GRANT, deviceCode }, signal));
    } catch (error) {
      if (signal.aborted) return failed(cancelled(attempt.profile));
      if (nameOf(error) === 'SlowDownException') pause += SLOWER;
      else if (nameOf(error) !== 'AuthorizationPendingException') {
        const problem = explain(error);
        // A network that is gone for a moment does not end what a person is doing in a browser.
        if (!problem.retryable) return failed(problem);
      }
    }
  }
}
