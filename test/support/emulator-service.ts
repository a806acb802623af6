import {
  CodeartifactClient,
  GetAuthorizationTokenCommand,
  GetRepositoryEndpointCommand,
} from '@aws-sdk/client-codeartifact';
import { onTestFinished } from 'vitest';
import type { Format } from '../../shared/contract/names.ts';
import { startEmulator } from '../../shared/emulator/index.ts';
import type { EmulatedDomain, EmulatedSso, Emulator, EmulatorOptions } from '../../shared/emulator/index.ts';

export const ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '444455556666';
export const REGION = 'eu-west-1';
export const KEY = 'AKIAEMULATED00000001';
export const OTHER_KEY = 'AKIAEMULATED00000002';
export const EXPIRED_KEY = 'ASIAEMULATED00000003';
export const DENIED_KEY = 'AKIAEMULATED00000004';

export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/CodeArtifactReader`;
export const EXTERNAL_ID = 'tray-2026';

/** What whoever signs in by SSO may use: two roles of one account, of which one gets no token, and one role of another. */
export const ssoAccounts: EmulatedSso['accounts'] = [
  {
    id: ACCOUNT,
    name: 'Development',
    roles: [{ name: 'Developer' }, { name: 'Auditor', deny: ['GetAuthorizationToken'] }],
  },
  { id: OTHER_ACCOUNT, name: 'Payments', roles: [{ name: 'Developer' }] },
];

export const platform: EmulatedDomain = {
  name: 'platform',
  owner: ACCOUNT,
  region: REGION,
  repositories: [{ name: 'web', description: 'Packages of the web team' }, { name: 'web-releases' }, { name: 'tools' }],
};

/** Same name, owner and repositories as `platform`, but of another region. */
export const platformInVirginia: EmulatedDomain = {
  ...platform,
  region: 'us-east-1',
  repositories: [{ name: 'virginia' }],
};

const payments: EmulatedDomain = {
  name: 'payments',
  owner: OTHER_ACCOUNT,
  region: REGION,
  repositories: [{ name: 'web' }],
};

/** An emulator with three domains, three keys, a role and single sign-on; it stops with the test. */
export async function anEmulator(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  const emulator = await startEmulator({
    domains: [platform, platformInVirginia, payments],
    principals: [
      { accessKeyId: KEY, account: ACCOUNT },
      { accessKeyId: OTHER_KEY, account: OTHER_ACCOUNT },
      { accessKeyId: EXPIRED_KEY, account: ACCOUNT, expired: true },
    ],
    roles: [{ arn: ROLE_ARN, externalId: EXTERNAL_ID }],
    sso: { accounts: ssoAccounts, pollSeconds: 0.1 },
    ...options,
  });
  onTestFinished(() => emulator.stop());
  return emulator;
}

type SdkOptions = {
  readonly accessKeyId?: string;
  readonly sessionToken?: string | undefined;
  readonly region?: string;
  readonly maxAttempts?: number;
};

/** The real SDK with explicit credentials; one attempt, so that an error shows at once. */
export function sdkFor(
  emulator: Emulator,
  { accessKeyId = KEY, sessionToken, region = REGION, maxAttempts = 1 }: SdkOptions = {},
): CodeartifactClient {
  const sdk = new CodeartifactClient({
    endpoint: emulator.url,
    region,
    maxAttempts,
    credentials: {
      accessKeyId,
      secretAccessKey: 'not-checked',
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
  });
  onTestFinished(() => sdk.destroy());
  return sdk;
}

export async function aTokenOf(
  emulator: Emulator,
  domain: EmulatedDomain = platform,
  accessKeyId = KEY,
): Promise<string> {
  const sdk = sdkFor(emulator, { region: domain.region, accessKeyId });
  const answer = await sdk.send(
    new GetAuthorizationTokenCommand({ domain: domain.name, domainOwner: domain.owner, durationSeconds: 900 }),
  );
  return answer.authorizationToken!;
}

export async function anEndpoint(emulator: Emulator, format: Format, repository = 'web'): Promise<string> {
  const answer = await sdkFor(emulator).send(
    new GetRepositoryEndpointCommand({ domain: platform.name, repository, format }),
  );
  return answer.repositoryEndpoint!;
}

/** What the SDK threw: the parts that callers look at. */
export async function failureOf(call: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata, ...members } = error as Error & {
      $metadata: { httpStatusCode: number; attempts: number; requestId?: string };
    };
    return { ...members, name, message, status: $metadata.httpStatusCode, attempts: $metadata.attempts };
  }
  throw new Error('The call succeeded');
}
