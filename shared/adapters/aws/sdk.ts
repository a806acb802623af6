import type { CodeartifactClient } from '@aws-sdk/client-codeartifact';
import { DEFAULT_CHAIN } from '../../contract/names.ts';
import type { Clock, Environment } from '../../ports/host.ts';
import { configFilePaths } from './config-files.ts';
import { processRunner } from './credential-process.ts';
import { createHttpOptions } from './http-options.ts';
import { ownError } from './errors/own.ts';
import { sessionEnd } from './session-end.ts';
import type { ProfileSettings } from './profiles.ts';
import { createSsoRefresher } from './sign-in/refresh.ts';

type Sdk = typeof import('@aws-sdk/client-codeartifact');
type CredentialProvider = ReturnType<(typeof import('@aws-sdk/credential-providers'))['fromIni']>;
type Credentials = Awaited<ReturnType<CredentialProvider>>;

/** The service, with credentials that have been resolved, and the module that its commands come from. */
export type OpenSdk = {
  readonly codeartifact: CodeartifactClient;
  readonly sdk: Sdk;
  /** As `IssuedToken` has it. */
  sessionEndsAt(): ReturnType<typeof sessionEnd>;
};

const ATTEMPTS = 2;

/**
 * Begins anew for each call, because the SDK keeps credentials without an expiry for ever and does not resolve them again
 * after the service refused them. Agents are shared, so that costs no new connection.
 *
 * The SDK's providers read the SSO and login caches, and the variables of `credential_source` and the default chain, from
 * the process itself: hosts pass an environment that agrees with it.
 */
export function createSdkOpener(
  environment: Environment,
  clock: Clock,
): (settings: ProfileSettings, region: string) => Promise<OpenSdk> {
  const httpOptions = createHttpOptions(environment);
  const sso = createSsoRefresher(environment, clock);
  const running = new Map<string, Promise<Credentials>>();
  const runProcess = processRunner(environment, clock);

  /**
   * Several tokens of one profile need one run of its credential_process and one question to SSO or STS.
   * Edited files give another key, so that a corrected command runs at once.
   */
  function resolveOnce(key: string, provider: CredentialProvider): CredentialProvider {
    return async (properties) => {
      const credentials = running.get(key) ?? provider(properties).finally(() => running.delete(key));
      running.set(key, credentials);
      return credentials;
    };
  }

  return async function openSdk(settings: ProfileSettings, region: string): Promise<OpenSdk> {
    // The SDK takes "localhost:4566" for a scheme without a host and asks whatever listens at port 80.
    if (settings.endpointUrl !== null && !/^https?:/.test(URL.parse(settings.endpointUrl)?.protocol ?? '')) {
      throw ownError('EndpointInvalid', settings.endpointUrl);
    }
    const [sdk, providers, { externalDataInterceptor }, requestHandler] = await Promise.all([
      import('@aws-sdk/client-codeartifact'),
      import('@aws-sdk/credential-providers'),
      import('@smithy/core/config'),
      httpOptions(settings.caBundle),
    ]);
    // What the SDK runs a credential_process with, at any place of a chain (@aws-sdk/credential-provider-process 3.972).
    externalDataInterceptor.interceptToken('exec', runProcess);
    const isChain = settings.name === DEFAULT_CHAIN;
    const init = {
      ...configFilePaths(environment),
      ignoreCache: true,
      // No region here: it would send the SSO portal's calls to that region.
      clientConfig: { requestHandler, maxAttempts: ATTEMPTS },
    };
    const provider = isChain
      ? providers.fromNodeProviderChain(init)
      : providers.fromIni({ ...init, profile: settings.name });
    const shared = resolveOnce(`${settings.name} ${settings.revision}`, provider);
    let resolved: Promise<Credentials> | undefined;
    const codeartifact = new sdk.CodeartifactClient({
      ...(isChain ? {} : { profile: settings.name }),
      ...(settings.endpointUrl === null ? { ignoreConfiguredEndpointUrls: true } : { endpoint: settings.endpointUrl }),
      region,
      useFipsEndpoint: settings.fips,
      useDualstackEndpoint: settings.dualstack,
      // The SDK asks again on each request when credentials are about to expire; within one call that changes nothing.
      credentials: (properties) => (resolved ??= shared(properties)),
      requestHandler,
      maxAttempts: ATTEMPTS,
      userAgentAppId: 'codeartifact-tray',
    });
    if (settings.signIn.end?.way === 'sso') await sso.provide(settings.signIn.end, requestHandler);
    const { expiration } = await codeartifact.config.credentials();
    return { codeartifact, sdk, sessionEndsAt: async () => sessionEnd(environment, settings.signIn, expiration) };
  };
}
