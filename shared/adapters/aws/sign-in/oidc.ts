import type { CreateTokenCommandInput } from '@aws-sdk/client-sso-oidc';
import type { Clock, Environment } from '../../../ports/host.ts';
import type { HttpHandler } from '@smithy/core/protocols';
import type { HttpOptions } from '../http-options.ts';
import type { Registration, SsoToken } from './sso-cache.ts';
import { cacheTime, readRegistration, removeRegistration, writeRegistration } from './sso-cache.ts';
import type { SsoTarget } from './target.ts';

/** Where the browser comes back to; the port is named when it is known (RFC 8252, 7.3). */
export const CALLBACK_PATH = '/oauth/callback';
/** What lets a session list accounts and get role credentials, and what refresh tokens are given for. */
export const DEFAULT_SCOPES: readonly string[] = ['sso:account:access'];
const BROWSER_GRANTS: readonly string[] = ['authorization_code', 'refresh_token'];
/** A registration that ends within so long is made anew, as the AWS CLI does. Milliseconds. */
const LEAST_LEFT = 15 * 60_000;

export type Grant = 'browser' | 'device';
type TokenInput = Omit<CreateTokenCommandInput, 'clientId' | 'clientSecret'>;

/** The sign-in service of one session. Everything rejects with what the SDK throws. */
export type Oidc = {
  /** Where it is asked, without a path. */
  readonly origin: string;
  /** Us as a client of it: the one that is kept, if it still serves. */
  registration(grant: Grant, signal: AbortSignal): Promise<Registration>;
  /** Forgets the registration that is kept: it is not known any more. */
  forgetRegistration(): Promise<void>;
  startDevice(registration: Registration, signal: AbortSignal): Promise<DeviceAuthorization>;
  createToken(registration: Registration, input: TokenInput, signal?: AbortSignal): Promise<SsoToken>;
};

export type DeviceAuthorization = {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly url: string;
  /** Milliseconds. */
  readonly interval: number;
  readonly expiresAt: number;
};

export async function openOidc(
  environment: Environment,
  target: SsoTarget,
  { requestHandler, clock }: { readonly requestHandler: HttpOptions | HttpHandler; readonly clock: Clock },
): Promise<Oidc> {
  const sdk = await import('@aws-sdk/client-sso-oidc');
  const { region, oidcUrl, startUrl, session } = target;
  const client = new sdk.SSOOIDCClient({
    region,
    ...(oidcUrl === null ? { ignoreConfiguredEndpointUrls: true } : { endpoint: oidcUrl }),
    requestHandler,
    maxAttempts: 2,
    userAgentAppId: 'codeartifact-tray',
  });

  async function register(grant: Grant, signal: AbortSignal): Promise<Registration> {
    // Without a scope, as the AWS CLI has it, there would be no refresh token, which a start URL in a profile never gets.
    const scopes = session === null ? null : (target.scopes ?? DEFAULT_SCOPES);
    const answer = await client.send(
      new sdk.RegisterClientCommand({
        clientName: `botocore-client-${session ?? Math.floor(clock.now() / 1000)}`,
        clientType: 'public',
        ...(scopes === null ? {} : { scopes: [...scopes] }),
        ...(grant === 'browser'
          ? {
              grantTypes: [...BROWSER_GRANTS],
              redirectUris: [`http://127.0.0.1${CALLBACK_PATH}`],
              issuerUrl: startUrl,
            }
          : {}),
      }),
      { abortSignal: signal },
    );
    const registration: Registration = {
      clientId: answer.clientId ?? '',
      clientSecret: answer.clientSecret ?? '',
      expiresAt: cacheTime((answer.clientSecretExpiresAt ?? 0) * 1000),
      ...(scopes === null ? {} : { scopes }),
      ...(grant === 'browser' ? { grantTypes: BROWSER_GRANTS } : {}),
    };
    // Who can't keep it registers again the next time.
    await writeRegistration(environment, target, registration).catch(() => undefined);
    return registration;
  }

  function serves(registration: Registration, grant: Grant): boolean {
    const isForBrowser = registration.grantTypes?.includes('authorization_code') === true;
    const isScoped = session === null || registration.scopes !== undefined;
    const left = Date.parse(registration.expiresAt) - clock.now();
    return left > LEAST_LEFT && isScoped && isForBrowser === (grant === 'browser');
  }

  return {
    origin:
      oidcUrl?.replace(/\/+$/, '') ?? client.config.endpointProvider({ Region: region }).url.href.replace(/\/+$/, ''),
    async registration(grant, signal) {
      const known = await readRegistration(environment, target);
      return known !== null && serves(known, grant) ? known : register(grant, signal);
    },
    forgetRegistration: () => removeRegistration(environment, target),
    async startDevice({ clientId, clientSecret }, signal) {
      const command = new sdk.StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl });
      const answer = await client.send(command, { abortSignal: signal });
      return {
        deviceCode: answer.deviceCode ?? '',
        userCode: answer.userCode ?? '',
        url: answer.verificationUriComplete ?? answer.verificationUri ?? '',
        interval: Math.min(above(0.09, answer.interval) ?? 5, 60) * 1000,
        expiresAt: clock.now() + Math.min(above(0, answer.expiresIn) ?? 600, 3600) * 1000,
      };
    },
    async createToken({ clientId, clientSecret, expiresAt }, input, signal) {
      const command = new sdk.CreateTokenCommand({ clientId, clientSecret, ...input });
      const answer = await client.send(command, signal === undefined ? {} : { abortSignal: signal });
      if (answer.accessToken === undefined || above(0, answer.expiresIn) === undefined) {
        throw Object.assign(new Error('no usable token'), { name: 'UnusableAnswer' });
      }
      return {
        startUrl,
        region,
        accessToken: answer.accessToken,
        expiresAt: cacheTime(clock.now() + (answer.expiresIn ?? 0) * 1000),
        clientId,
        clientSecret,
        registrationExpiresAt: expiresAt,
        ...(answer.refreshToken === undefined ? {} : { refreshToken: answer.refreshToken }),
      };
    },
  };
}

/** Seconds as a service names them; undefined where it names none, or something senseless. */
function above(least: number, seconds: number | undefined): number | undefined {
  return seconds !== undefined && seconds > least ? seconds : undefined;
}

/** True when the service does not know us by the registration that was kept. */
export function isUnknownClient(error: unknown): boolean {
  return nameOf(error) === 'InvalidClientException' || nameOf(error) === 'UnauthorizedClientException';
}

/** True when the service says no, rather than nothing or something passing. */
export function isRefusal(error: unknown): boolean {
  const status =
    (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
  return status >= 400 && status < 500 && status !== 429 && nameOf(error) !== 'SlowDownException';
}

export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
