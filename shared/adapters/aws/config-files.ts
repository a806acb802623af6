import type { Result } from '../../contract/problem.ts';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Environment } from '../../ports/host.ts';
import { expandAwsHome } from './aws-home.ts';
import { configOf } from './config-text.ts';
import { NotAFile, readFileText, Utf16 } from './read-file.ts';
import { sdkSessionName, sectionsText, withOneKind, withSdkSession } from './sdk-config.ts';
import { withMfaSessions } from './sign-in/mfa-session.ts';

export type ConfigSection = Readonly<Record<string, string | undefined>>;

/** Both AWS files, parsed. Holds secrets: they must not leave profiles.ts and sign-in/target.ts. */
export type ConfigFiles = {
  /** By profile name; a key of the credentials file wins over the same key of the config file, as in the SDK. */
  readonly profiles: ReadonlyMap<string, ConfigSection>;
  /** Names of what the credentials file says, by profile. */
  readonly stored: ReadonlyMap<string, readonly string[]>;
  /** `sso-session.NAME` and `services.NAME`. */
  readonly sections: ReadonlyMap<string, ConfigSection>;
};

/**
 * Where the two files are, under the names the SDK's credential providers take.
 * HOME goes before USERPROFILE on Windows too, because the SDK looks for its SSO cache in that order (@smithy/core 3.41.0).
 */
export function configFilePaths(environment: Environment): {
  readonly configFilepath: string;
  readonly filepath: string;
} {
  const { env } = environment;
  return {
    configFilepath: expandAwsHome(environment, env['AWS_CONFIG_FILE'] || '~/.aws/config'),
    filepath: expandAwsHome(environment, env['AWS_SHARED_CREDENTIALS_FILE'] || '~/.aws/credentials'),
  };
}

/** Where `aws login` keeps its sessions; may begin with `~/`. */
export function loginCacheFolder({ env }: Environment): string {
  return env['AWS_LOGIN_CACHE_DIRECTORY'] || '~/.aws/login/cache';
}

/** Everything that credentials may come from: the two files, and the caches of `aws sso login`, `aws login` and roles with MFA. */
export function credentialFiles(environment: Environment): readonly string[] {
  const { configFilepath, filepath } = configFilePaths(environment);
  const caches = ['~/.aws/sso/cache', loginCacheFolder(environment), '~/.aws/cli/cache'].map((folder) =>
    expandAwsHome(environment, folder),
  );
  return [configFilepath, filepath, ...caches];
}

/**
 * Reads both files anew, and has the SDK read them likewise: every profile that the AWS CLI knows, with its way to credentials.
 * A file that is not there is empty; one that can't be read is a problem that names it.
 */
export async function readConfigFiles(environment: Environment): Promise<Result<ConfigFiles>> {
  const paths = configFilePaths(environment);
  const texts: string[] = [];
  for (const file of [paths.configFilepath, paths.filepath]) {
    const text = await readIfThere(file);
    if (!text.ok) return text;
    texts.push(text.value);
  }
  const { profiles: all, stored, sections, hasStoredKeys } = configOf(texts[0] ?? '', texts[1] ?? '');
  const profiles = new Map([...all].map(([name, section]) => [name, withOneKind(section, hasStoredKeys(name))]));
  const usable = await withMfaSessions(environment, profiles);
  const named = usable.map(([name, section]) => [`profile.${name}`, withSdkSession(section)] as const);
  const renamed = [...sections].map(([name, section]) => [forSdk(name), section] as const);
  const { externalDataInterceptor } = await import('@smithy/core/config');
  externalDataInterceptor.interceptFile(paths.filepath, '');
  externalDataInterceptor.interceptFile(paths.configFilepath, sectionsText([...named, ...renamed]));
  return ok({ profiles, stored, sections });
}

function forSdk(section: string): string {
  const [, session] = /^sso-session\.(.*)$/.exec(section) ?? [];
  return session === undefined ? section : `sso-session.${sdkSessionName(session)}`;
}

/** The SDK answers "no profiles" for a file it can't read, so it is read here. */
async function readIfThere(file: string): Promise<Result<string>> {
  try {
    return ok(await readFileText(file));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return ok('');
    const denied = code === 'EACCES' || code === 'EPERM';
    const reason =
      error instanceof NotAFile ? error.message : denied ? 'permission denied' : `error ${code ?? 'unknown'}`;
    return failed(
      problemOf('fileUnreadable', `The AWS configuration file ${file} can't be read: ${reason}.`, {
        advice: error instanceof Utf16 ? 'Save it as UTF-8.' : 'Make it a file that your user may read.',
      }),
    );
  }
}
