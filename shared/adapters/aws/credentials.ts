import { DEFAULT_CHAIN } from '../../contract/plain-names.ts';
import type { Clock, Environment } from '../../ports/host.ts';
import type { Asking } from './asking.ts';
import { askingHandler } from './asking.ts';
import { configFilePaths } from './config-files.ts';
import { processRunner } from './credential-process.ts';
import type { HttpOptions } from './http-options.ts';
import { createHttpOptions } from './http-options.ts';
import type { ProfileSettings } from './profiles.ts';
import { hasContainer, hasKeys, mayHaveMachineCredentials } from './profiles.ts';
import { readMfaSession } from './sign-in/mfa-session.ts';
import { createSsoRefresher } from './sign-in/refresh.ts';

type CredentialProvider = ReturnType<(typeof import('@aws-sdk/credential-providers'))['fromIni']>;
export type Credentials = Awaited<ReturnType<CredentialProvider>>;

export const ATTEMPTS = 2;
/** How the AWS CLI asks a machine of AWS for credentials (botocore 1.43): for a second, once. */
const IMMEDIATE = { timeout: 1000, maxRetries: 0 } as const;

/** Who wants credentials, and where a role is assumed unless the profile has a region of its own. */
export type Wanted = {
  readonly settings: ProfileSettings;
  readonly region: string;
  /** Another one of the profile's chain; left out, the profile itself. */
  readonly profile?: string;
  readonly mfaCode?: string;
};

export type CredentialSource = {
  /** The same for the same bundle of authorities, so that connections are shared. */
  httpOptions(caBundle: string | null): Promise<HttpOptions>;
  /** Resolves them anew; rejects with what the SDK throws. */
  credentialsOf(wanted: Wanted, asking: Asking): Promise<Credentials>;
};

/**
 * Credentials by the SDK's own providers, which are given what they would do otherwise than the AWS CLI: the refresh of a session,
 * the limit of a credential_process, and the endpoints that are configured for the profile that is asked for (botocore 1.43
 * session.py), be it for a source profile of it.
 *
 * The providers read the login cache, and the variables of `credential_source` and the default chain, from the process
 * itself: hosts pass an environment that agrees with it.
 */
export function createCredentialSource(environment: Environment, clock: Clock): CredentialSource {
  const httpOptions = createHttpOptions(environment);
  const sso = createSsoRefresher(environment, clock);
  const runProcess = processRunner(environment, clock);

  /**
   * A role that waits for a code is not asked for: the SDK says so before it has heard of the session beneath, whose end is what
   * a person has to know first, and leaves that one's failure to end the process.
   */
  async function assureCode({ settings, region }: Wanted, asking: Asking): Promise<void> {
    const { end, mfa } = settings.signIn;
    if (mfa === null || (await readMfaSession(environment, mfa.role)) !== null) return;
    if (end !== null) await credentialsOf({ settings, region, profile: end.profile }, asking);
    throw new Error(`Profile ${mfa.profile} requires multi-factor authentication.`);
  }

  async function credentialsOf(wanted: Wanted, asking: Asking): Promise<Credentials> {
    const { settings, region, profile = settings.name, mfaCode } = wanted;
    const [providers, { externalDataInterceptor }, options] = await Promise.all([
      import('@aws-sdk/credential-providers'),
      import('@smithy/core/config'),
      httpOptions(settings.caBundle),
    ]);
    // What the SDK runs a credential_process with, at any place of a chain (@aws-sdk/credential-provider-process 3.972).
    externalDataInterceptor.interceptToken('exec', runProcess);
    const { end } = settings.signIn;
    // No region here: it would send the SSO portal's calls to that region.
    // A code works once: a question that was repeated would be refused.
    const maxAttempts = mfaCode === undefined ? ATTEMPTS : 1;
    const [portal, signInService, sts] = await Promise.all([
      askingHandler(options, asking, 'the SSO portal'),
      askingHandler(options, asking, 'the sign-in service'),
      askingHandler(options, asking, 'STS'),
    ]);
    const clientConfig = { requestHandler: end?.way === 'sso' ? portal : signInService, maxAttempts };
    const init = {
      ...configFilePaths(environment),
      ignoreCache: true,
      clientConfig: end?.way === 'sso' ? { ...clientConfig, ...endpointOption(end.portalUrl) } : clientConfig,
      ...roleAssumers({
        ...clientConfig,
        requestHandler: sts,
        ...endpointOption(settings.stsEndpointUrl),
        parentClientConfig: {
          region: settings.region ?? region,
          ...(settings.name === DEFAULT_CHAIN ? {} : { profile: settings.name }),
        },
      }),
      ...(mfaCode === undefined ? {} : { mfaCodeProvider: async () => mfaCode }),
    };
    if (end?.way === 'sso') await sso.provide(end, signInService);
    if (profile !== end?.profile && mfaCode === undefined) await assureCode(wanted, asking);
    const identity = { callerClientConfig: { region: async () => region } };
    if (profile === DEFAULT_CHAIN) {
      // The SDK passes keys by where AWS_PROFILE is set as well.
      return hasKeys(environment.env) ? providers.fromEnv()() : providers.fromNodeProviderChain(init)(identity);
    }
    const ofFiles = providers.fromIni({ ...init, profile })(identity);
    const isBare = settings.kind === 'none' && profile === settings.name;
    if (!isBare || !mayHaveMachineCredentials(environment)) return ofFiles;
    const ofMachine = hasContainer(environment.env)
      ? providers.fromHttp(IMMEDIATE)
      : providers.fromInstanceMetadata(IMMEDIATE);
    return ofFiles.catch(async (error: unknown) =>
      ofMachine().catch(() => {
        throw error;
      }),
    );
  }

  return { httpOptions, credentialsOf };
}

type StsOptions = NonNullable<Parameters<(typeof import('@aws-sdk/client-sts'))['getDefaultRoleAssumer']>[0]>;
type Init = NonNullable<Parameters<(typeof import('@aws-sdk/credential-providers'))['fromIni']>[0]>;

/** The SDK's own, loaded by the first role. Those that it makes by itself know neither the profile's endpoint nor, for a web identity, our limits. */
function roleAssumers(options: StsOptions): Required<Pick<Init, 'roleAssumer' | 'roleAssumerWithWebIdentity'>> {
  return {
    async roleAssumer(credentials, params) {
      const { getDefaultRoleAssumer } = await import('@aws-sdk/client-sts');
      return getDefaultRoleAssumer(options)(credentials, params);
    },
    async roleAssumerWithWebIdentity(params) {
      const { getDefaultRoleAssumerWithWebIdentity } = await import('@aws-sdk/client-sts');
      return getDefaultRoleAssumerWithWebIdentity(options)(params);
    },
  };
}

/** Where a client of the SDK asks: at the configured endpoint, or at AWS whatever the SDK finds configured. */
export function endpointOption(
  url: string | null,
): { readonly endpoint: string } | { readonly ignoreConfiguredEndpointUrls: true } {
  return url === null ? { ignoreConfiguredEndpointUrls: true } : { endpoint: url };
}
