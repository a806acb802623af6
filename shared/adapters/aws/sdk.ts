import type { CodeartifactClient } from '@aws-sdk/client-codeartifact';
import { DEFAULT_CHAIN } from '../../contract/plain-names.ts';
import type { Clock, Environment } from '../../ports/host.ts';
import type { Asking, Service } from './asking.ts';
import { askingHandler } from './asking.ts';
import type { Credentials } from './credentials.ts';
import { ATTEMPTS, createCredentialSource, endpointOption } from './credentials.ts';
import { ownError } from './errors/own.ts';
import { sessionEnd } from './session-end.ts';
import type { ProfileSettings } from './profiles.ts';

type Sdk = typeof import('@aws-sdk/client-codeartifact');

/** The service, with credentials that have been resolved, and the module that its commands come from. */
export type OpenSdk = {
  readonly codeartifact: CodeartifactClient;
  readonly sdk: Sdk;
  /** As that of `codeartifact`, for another service. */
  handlerFor(service: Service): ReturnType<typeof askingHandler>;
  /** As `IssuedToken` has it. */
  sessionEndsAt(): ReturnType<typeof sessionEnd>;
};

/** Credentials on their way, for everybody who waits for them. */
type Resolution = {
  readonly credentials: Promise<Credentials>;
  readonly asking: Asking;
  readonly controller: AbortController;
  waiting: number;
};

/**
 * Begins anew for each call, because the SDK keeps credentials without an expiry for ever and does not resolve them again
 * after the service refused them. Agents are shared, so that costs no new connection.
 */
export function createSdkOpener(
  environment: Environment,
  clock: Clock,
): (settings: ProfileSettings, region: string, asking: Asking) => Promise<OpenSdk> {
  const source = createCredentialSource(environment, clock);
  const running = new Map<string, Resolution>();

  /**
   * Several tokens of one profile need one run of its credential_process and one question to SSO or STS.
   * Edited files give another key, so that a corrected command runs at once.
   */
  function resolutionFor(settings: ProfileSettings, region: string): Resolution {
    const key = `${settings.name} ${settings.revision}`;
    const joined = running.get(key);
    if (joined !== undefined) return joined;
    const controller = new AbortController();
    const asking: Asking = { signal: controller.signal, service: null };
    const credentials = source.credentialsOf({ settings, region }, asking).finally(() => running.delete(key));
    const own = { credentials, asking, controller, waiting: 0 };
    running.set(key, own);
    return own;
  }

  /** It ends when the last one who waits for it gives up. */
  async function credentialsOf(settings: ProfileSettings, region: string, asking: Asking): Promise<Credentials> {
    const resolution = resolutionFor(settings, region);
    resolution.waiting += 1;
    asking.signal.addEventListener('abort', () => {
      resolution.waiting -= 1;
      if (resolution.waiting === 0) resolution.controller.abort();
    });
    asking.beneath = resolution.asking;
    const credentials = await resolution.credentials;
    asking.beneath = null;
    return credentials;
  }

  return async function openSdk(settings, region, asking) {
    // The SDK takes "localhost:4566" for a scheme without a host and asks whatever listens at port 80.
    if (settings.endpointUrl !== null && !/^https?:/.test(URL.parse(settings.endpointUrl)?.protocol ?? '')) {
      throw ownError('EndpointInvalid', settings.endpointUrl);
    }
    const [sdk, options, credentials] = await Promise.all([
      import('@aws-sdk/client-codeartifact'),
      source.httpOptions(settings.caBundle),
      credentialsOf(settings, region, asking),
    ]);
    const handlerFor = async (service: Service) => askingHandler(options, asking, service);
    const codeartifact = new sdk.CodeartifactClient({
      ...(settings.name === DEFAULT_CHAIN ? {} : { profile: settings.name }),
      ...endpointOption(settings.endpointUrl),
      region,
      useFipsEndpoint: settings.fips,
      useDualstackEndpoint: settings.dualstack,
      // The SDK asks again on each request when credentials are about to expire; within one call that changes nothing.
      credentials: async () => credentials,
      requestHandler: await handlerFor('CodeArtifact'),
      maxAttempts: ATTEMPTS,
      userAgentAppId: 'codeartifact-tray',
    });
    return {
      codeartifact,
      sdk,
      handlerFor,
      sessionEndsAt: async () => sessionEnd(environment, settings.signIn),
    };
  };
}
