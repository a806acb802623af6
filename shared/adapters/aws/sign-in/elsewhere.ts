import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { ok } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import type { BegunSignIn } from '../../../ports/aws-sign-in.ts';
import type { Clock, Environment } from '../../../ports/host.ts';
import { expandAwsHome } from '../aws-home.ts';
import { loginCacheFolder } from '../config-files.ts';
import { readCache, sha1 } from './json-cache.ts';
import { readMfaSession } from './mfa-session.ts';
import { pause } from './pause.ts';
import { readSsoToken } from './sso-cache.ts';
import type { Target } from './target.ts';

/** While a person is at it, so often it is looked whether the session has been begun by somebody else. Milliseconds. */
const LOOK = 2000;
/** Who wrote that session may be the very sign-in, with something left to do. Milliseconds. */
const GRACE = 2000;

/** `~/.aws/login/cache/NAME.json` of the AWS CLI 2.36, as @aws-sdk/credential-provider-login 3.972 reads it. */
const loginFile = z.object({ accessToken: z.object({ accessKeyId: z.string().min(1), expiresAt: z.string() }) });

/** What tells the session that the caches hold from any other one; null for none that lives. Not a secret. */
export async function livingSession(environment: Environment, clock: Clock, target: Target): Promise<string | null> {
  switch (target.way) {
    case 'mfa':
      return (await readMfaSession(environment, target.role))?.accessKeyId ?? null;
    case 'sso': {
      const token = await readSsoToken(environment, target.cacheId);
      return token !== null && lives(token.expiresAt) ? sha1(token.accessToken) : null;
    }
    case 'console': {
      const name = createHash('sha256').update(target.loginSession).digest('hex');
      const folder = expandAwsHome(environment, loginCacheFolder(environment));
      const read = loginFile.safeParse(await readCache(path.join(folder, `${name}.json`)));
      return read.success && lives(read.data.accessToken.expiresAt) ? read.data.accessToken.accessKeyId : null;
    }
  }

  function lives(expiresAt: string): boolean {
    return Date.parse(expiresAt) > clock.now();
  }
}

type Of = {
  /** As of `livingSession`. */
  readonly look: () => Promise<string | null>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** Begins a sign-in that ends well, too, when the session is begun by somebody else, such as `aws sso login` in a terminal. */
export async function unlessElsewhere(
  { look, clock, signal }: Of,
  begin: (signal: AbortSignal) => Promise<Result<BegunSignIn>>,
): Promise<Result<BegunSignIn>> {
  const enough = new AbortController();
  const either = AbortSignal.any([signal, enough.signal]);
  const before = await look();
  const begun = await begin(either);
  if (!begun.ok) return begun;
  const own = begun.value.done;

  async function elsewhere(): Promise<void> {
    for (;;) {
      await pause(clock, LOOK, either);
      if (either.aborted) return;
      const found = await look();
      if (found !== null && found !== before) break;
    }
    await pause(clock, GRACE, either);
  }

  const done = Promise.race([own, elsewhere()]).then(async (outcome) => {
    const ended = outcome ?? (signal.aborted ? await own : ok(undefined));
    enough.abort();
    return ended;
  });
  return ok({ ...begun.value, done });
}
