import { createHash } from 'node:crypto';
import { SSOClient } from '@aws-sdk/client-sso';
import type { CreateTokenCommandOutput, StartDeviceAuthorizationCommandOutput } from '@aws-sdk/client-sso-oidc';
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import { onTestFinished } from 'vitest';
import type { Emulator } from '../../shared/emulator/index.ts';
import { REGION } from './emulator-service.ts';
import { pressOnPage } from './sign-in-page.ts';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
export const LISTENER = 'http://127.0.0.1:9/oauth/callback';

function oidcFor(emulator: Emulator): SSOOIDCClient {
  const oidc = new SSOOIDCClient({ endpoint: emulator.url, region: REGION, maxAttempts: 1 });
  onTestFinished(() => oidc.destroy());
  return oidc;
}

export function portalFor(emulator: Emulator): SSOClient {
  const portal = new SSOClient({ endpoint: emulator.url, region: REGION, maxAttempts: 1 });
  onTestFinished(() => portal.destroy());
  return portal;
}

export type Registered = { readonly oidc: SSOOIDCClient; readonly client: { clientId: string; clientSecret: string } };

export async function aRegistration(emulator: Emulator, scopes = ['sso:account:access']): Promise<Registered> {
  const oidc = oidcFor(emulator);
  const { clientId, clientSecret } = await oidc.send(
    new RegisterClientCommand({
      clientName: 'tray <test>',
      clientType: 'public',
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: ['http://127.0.0.1/oauth/callback'],
      issuerUrl: `${emulator.url}/start`,
      scopes,
    }),
  );
  return { oidc, client: { clientId: clientId!, clientSecret: clientSecret! } };
}

type StartedDevice = {
  readonly url: string;
  readonly userCode: string;
  readonly device: StartDeviceAuthorizationCommandOutput;
  /** Asks for the token. */
  readonly poll: CreateTokenCommand;
};

export async function startDevice(emulator: Emulator, { oidc, client }: Registered): Promise<StartedDevice> {
  const startUrl = `${emulator.url}/start/#/`;
  const device = await oidc.send(new StartDeviceAuthorizationCommand({ ...client, startUrl }));
  const poll = new CreateTokenCommand({ ...client, grantType: DEVICE_CODE, deviceCode: device.deviceCode });
  return { url: device.verificationUriComplete!, userCode: device.userCode!, device, poll };
}

export async function aSignIn(emulator: Emulator, registered: Registered): Promise<CreateTokenCommandOutput> {
  const { url, poll } = await startDevice(emulator, registered);
  await pressOnPage(url);
  return registered.oidc.send(poll);
}

/** What a code's challenge was made of. */
export const verifier = 'a-verifier-of-forty-three-characters-or-more-';

export function authorizeUrl(emulator: Emulator, { client }: Registered, changes: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: LISTENER,
    state: 'state of the application',
    code_challenge_method: 'S256',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    scopes: 'sso:account:access',
    ...changes,
  });
  return `${emulator.url}/authorize?${query.toString()}`;
}

/** Presses a button and reads where the browser is sent, without going there. */
export async function sentBack(url: string, answer: 'allow' | 'deny'): Promise<URL> {
  const csrf = /name="csrf" value="([^"]+)"/.exec(await (await fetch(url)).text())?.[1] ?? '';
  const response = await fetch(new URL('/sign-in', url), {
    method: 'POST',
    body: new URLSearchParams({ csrf, answer }),
    redirect: 'manual',
  });
  return new URL(response.headers.get('location')!);
}
