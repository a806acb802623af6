import { z } from 'zod';
import type { Environment } from '../../../ports/host.ts';
import { expandAwsHome } from '../aws-home.ts';
import { pythonJson, readCache, removeCache, sha1, writeCache } from './json-cache.ts';
import type { SsoTarget } from './target.ts';

// File names, keys and formats are those of the AWS CLI (botocore 1.43 tokens.py and utils.py, AWS CLI 2.36), which reads
// what is written here, and the other way round.

/** "2026-01-01T00:00:00Z", with another offset, or with UTC at its end, as earlier versions of the AWS CLI wrote it. */
const time = z
  .string()
  .transform((text) => text.replace(/UTC$/, 'Z'))
  .refine((text) => !Number.isNaN(Date.parse(text)));

const tokenFile = z.object({
  accessToken: z.string().min(1),
  expiresAt: time,
  startUrl: z.string().optional(),
  region: z.string().optional(),
  clientId: z.string().optional(),
  clientSecret: z.string().optional(),
  registrationExpiresAt: time.optional(),
  refreshToken: z.string().optional(),
});
export type SsoToken = Readonly<z.infer<typeof tokenFile>>;

const registrationFile = z.object({
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  expiresAt: time,
  scopes: z.array(z.string()).readonly().optional(),
  grantTypes: z.array(z.string()).readonly().optional(),
});
export type Registration = Readonly<z.infer<typeof registrationFile>>;

export function tokenPath(environment: Environment, cacheId: string): string {
  return cachePath(environment, sha1(cacheId));
}

/** The token of a session, whether it lives or not; null for none that can be read. */
export async function readSsoToken(environment: Environment, cacheId: string): Promise<SsoToken | null> {
  const parsed = tokenFile.safeParse(await readCache(tokenPath(environment, cacheId)));
  return parsed.success ? parsed.data : null;
}

export async function writeSsoToken(environment: Environment, cacheId: string, token: SsoToken): Promise<void> {
  await writeCache(tokenPath(environment, cacheId), token);
}

export async function removeSsoToken(environment: Environment, cacheId: string): Promise<void> {
  await removeCache(tokenPath(environment, cacheId));
}

export async function readRegistration(environment: Environment, target: SsoTarget): Promise<Registration | null> {
  const parsed = registrationFile.safeParse(await readCache(registrationPath(environment, target)));
  return parsed.success ? parsed.data : null;
}

export async function writeRegistration(
  environment: Environment,
  target: SsoTarget,
  registration: Registration,
): Promise<void> {
  await writeCache(registrationPath(environment, target), registration);
}

export async function removeRegistration(environment: Environment, target: SsoTarget): Promise<void> {
  await removeCache(registrationPath(environment, target));
}

/** The end of the year 9999, which all who read these files can read. */
const LAST_TIME = Date.UTC(9999, 11, 31);

/** Milliseconds since 1970 as the AWS CLI writes times; what is no time is long over. */
export function cacheTime(milliseconds: number): string {
  return new Date(Math.min(milliseconds || 0, LAST_TIME)).toISOString().replace(/\.\d+Z$/, 'Z');
}

function registrationPath(environment: Environment, { startUrl, region, scopes, session }: SsoTarget): string {
  const name = sha1(pythonJson({ tool: 'botocore', startUrl, region, scopes, session_name: session }));
  return cachePath(environment, name);
}

function cachePath(environment: Environment, name: string): string {
  return expandAwsHome(environment, `~/.aws/sso/cache/${name}.json`);
}
