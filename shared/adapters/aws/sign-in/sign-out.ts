import path from 'node:path';
import { failed, ok, problemOf } from '../../../contract/problem.ts';
import type { Problem, Result } from '../../../contract/problem.ts';
import type { Clock, Environment } from '../../../ports/host.ts';
import { expandAwsHome } from '../aws-home.ts';
import { withinLimit } from '../call-limit.ts';
import type { ConfigFiles } from '../config-files.ts';
import type { HttpOptions } from '../http-options.ts';
import { explainSsoError } from './attempt.ts';
import { pythonJson, removeCache, sha1 } from './json-cache.ts';
import { isRefusal } from './oidc.ts';
import { withSessionLock } from './session-lock.ts';
import type { SsoToken } from './sso-cache.ts';
import { readSsoToken, removeSsoToken, tokenPath } from './sso-cache.ts';
import type { SsoTarget } from './target.ts';

type Of = {
  readonly environment: Environment;
  readonly profile: string;
  readonly target: SsoTarget;
  readonly requestHandler: HttpOptions;
  readonly clock: Clock;
};

/** Has AWS end a session and forgets it here, as `aws sso logout` does for all of them. Answers why AWS could not be told. */
export async function signOutOfSso(
  { environment, profile, target, requestHandler, clock }: Of,
  { profiles }: ConfigFiles,
): Promise<Result<Problem | null>> {
  let token: SsoToken | null;
  try {
    // A refresh that is under way would bring the session back; one that takes too long does not hold this up.
    token = (await withSessionLock(environment, target.cacheId, forget)) ?? (await forget());
  } catch {
    const file = tokenPath(environment, target.cacheId);
    return failed(
      problemOf('fileNotWritable', `The session can't be removed from ${file}.`, {
        advice: 'Make it a file in a folder that your user may write in, or remove it yourself.',
      }),
    );
  }
  const roles = [...profiles.values()].filter(
    (section) => (section['sso_session'] ?? section['sso_start_url']) === target.cacheId,
  );
  for (const { sso_account_id: accountId = '', sso_role_name: roleName = '' } of roles) {
    await removeCache(roleCachePath(environment, target, accountId, roleName));
  }
  if (token === null) return ok(null);
  try {
    const sdk = await import('@aws-sdk/client-sso');
    const client = new sdk.SSOClient({
      region: target.region,
      ...(target.portalUrl === null ? { ignoreConfiguredEndpointUrls: true } : { endpoint: target.portalUrl }),
      requestHandler,
      maxAttempts: 2,
      userAgentAppId: 'codeartifact-tray',
    });
    const logout = new sdk.LogoutCommand({ accessToken: token.accessToken });
    await withinLimit(clock, async (abortSignal) => client.send(logout, { abortSignal }));
    return ok(null);
  } catch (error) {
    // A session that AWS does not know any more is what was wanted.
    return ok(isRefusal(error) ? null : explainSsoError(error, profile, target, 'the SSO portal'));
  }

  async function forget(): Promise<SsoToken | null> {
    const known = await readSsoToken(environment, target.cacheId);
    await removeSsoToken(environment, target.cacheId);
    return known;
  }
}

/** Where the AWS CLI keeps the keys of a role that it got with a session (botocore 1.43 credentials.py). */
function roleCachePath(
  environment: Environment,
  { session, startUrl }: SsoTarget,
  accountId: string,
  roleName: string,
): string {
  const of = session === null ? { startUrl } : { sessionName: session };
  const name = sha1(pythonJson({ accountId, roleName, ...of }, [',', ':']));
  return path.join(expandAwsHome(environment, '~/.aws/cli/cache'), `${name}.json`);
}
