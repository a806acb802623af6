import { z } from 'zod';
import type { Environment } from '../../../ports/host.ts';
import { expandAwsHome } from '../aws-home.ts';
import type { ConfigFiles, ConfigSection } from '../config-files.ts';
import { pythonJson, readCache, removeCache, sha1, writeCache } from './json-cache.ts';
import type { MfaRole } from './target.ts';
import { mfaRoleOf } from './target.ts';

/** Temporary keys of a role, with the time they end at: milliseconds since 1970. */
export type RoleKeys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAt: number;
};

/** A session that ends sooner is not worth a call with it. Milliseconds. */
const LEAST_LEFT = 60_000;

/** `~/.aws/cli/cache/NAME.json` of the AWS CLI (botocore 1.43 credentials.py); times may end in UTC. */
const cacheFile = z.object({
  Credentials: z.object({
    AccessKeyId: z.string().min(1),
    SecretAccessKey: z.string().min(1),
    SessionToken: z.string().min(1),
    Expiration: z.string(),
  }),
});

/** The name under which the AWS CLI keeps the session of a role: by what the profile says of it, and nothing that it leaves out. */
export function mfaCacheName({ roleArn, serial, externalId, duration, sessionName }: MfaRole): string {
  const seconds = Number(duration);
  return sha1(
    pythonJson({
      RoleArn: roleArn,
      SerialNumber: serial,
      ...(externalId === null ? {} : { ExternalId: externalId }),
      ...(duration === null || !Number.isInteger(seconds) ? {} : { DurationSeconds: seconds }),
      ...(sessionName === null ? {} : { RoleSessionName: sessionName }),
    }),
  );
}

export async function writeMfaSession(environment: Environment, role: MfaRole, keys: RoleKeys): Promise<void> {
  await writeCache(cachePath(environment, role), {
    Credentials: {
      AccessKeyId: keys.accessKeyId,
      SecretAccessKey: keys.secretAccessKey,
      SessionToken: keys.sessionToken,
      Expiration: new Date(keys.expiresAt).toISOString(),
    },
  });
}

export async function removeMfaSession(environment: Environment, role: MfaRole): Promise<void> {
  await removeCache(cachePath(environment, role));
}

/** The profiles as the SDK is to see them: one whose role has a session that was opened with a code has its keys, so that nobody is asked again. */
export async function withMfaSessions(
  environment: Environment,
  profiles: ConfigFiles['profiles'],
): Promise<readonly (readonly [string, ConfigSection])[]> {
  return Promise.all(
    [...profiles].map(async ([name, section]) => {
      const role = mfaRoleOf(section);
      const keys = role === null ? null : await readMfaSession(environment, role);
      return [name, keys === null ? section : withKeys(section, keys)] as const;
    }),
  );
}

export async function readMfaSession(environment: Environment, role: MfaRole): Promise<RoleKeys | null> {
  const parsed = cacheFile.safeParse(await readCache(cachePath(environment, role)));
  if (!parsed.success) return null;
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = parsed.data.Credentials;
  const expiresAt = Date.parse(Expiration.replace(/UTC$/, 'Z'));
  if (!(expiresAt - Date.now() > LEAST_LEFT)) return null;
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken, expiresAt };
}

function withKeys(section: ConfigSection, keys: RoleKeys): ConfigSection {
  const rest = Object.entries(section).filter(
    ([key]) => !['role_arn', 'source_profile', 'credential_source', 'mfa_serial'].includes(key),
  );
  return {
    ...Object.fromEntries(rest),
    aws_access_key_id: keys.accessKeyId,
    aws_secret_access_key: keys.secretAccessKey,
    aws_session_token: keys.sessionToken,
  };
}

function cachePath(environment: Environment, role: MfaRole): string {
  return expandAwsHome(environment, `~/.aws/cli/cache/${mfaCacheName(role)}.json`);
}
