import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Result } from '../../contract/problem.ts';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Environment } from '../../ports/host.ts';

export type ConfigSection = Readonly<Record<string, string | undefined>>;

/** Both AWS files, parsed. Holds secrets: it must not leave profiles.ts. */
export type ConfigFiles = {
  /** By profile name; a key of the credentials file wins over the same key of the config file, as in the SDK. */
  readonly profiles: ReadonlyMap<string, ConfigSection>;
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

/** Everything that credentials may come from: the two files, and the caches of `aws sso login` and `aws login`. */
export function credentialFiles(environment: Environment): readonly string[] {
  const { configFilepath, filepath } = configFilePaths(environment);
  const loginCache = environment.env['AWS_LOGIN_CACHE_DIRECTORY'] || '~/.aws/login/cache';
  const caches = ['~/.aws/sso/cache', loginCache].map((folder) => expandAwsHome(environment, folder));
  return [configFilepath, filepath, ...caches];
}

/** Replaces a leading `~/` by the home folder. */
export function expandAwsHome(environment: Environment, file: string): string {
  if (!file.startsWith('~/')) return file;
  return path.join(environment.env['HOME'] || environment.env['USERPROFILE'] || environment.home, file.slice(2));
}

/** Reads both files anew. A file that is not there is empty; one that can't be read is a problem that names it. */
export async function readConfigFiles(environment: Environment): Promise<Result<ConfigFiles>> {
  const paths = configFilePaths(environment);
  for (const file of [paths.configFilepath, paths.filepath]) {
    const reason = await whyUnreadable(file);
    if (reason !== null) {
      return failed(
        problemOf('fileUnreadable', `The AWS configuration file ${file} can't be read: ${reason}.`, {
          advice: 'Make it a file that your user may read.',
        }),
      );
    }
  }
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ...paths, ignoreCache: true });
  const profiles = new Map<string, ConfigSection>();
  const sections = new Map<string, ConfigSection>();
  for (const [name, section] of Object.entries(configFile)) {
    (isOtherSection(name) ? sections : profiles).set(name, section);
  }
  for (const [name, section] of Object.entries(credentialsFile)) {
    // In the credentials file a "profile" prefix is a mistake that the SDK doesn't see through either.
    if (isOtherSection(name) || name.startsWith('profile.')) continue;
    profiles.set(name, { ...profiles.get(name), ...section });
  }
  return ok({ profiles, sections });
}

function isOtherSection(name: string): boolean {
  return name.startsWith('sso-session.') || name.startsWith('services.');
}

/** The SDK answers "no profiles" for a file it can't read, so look first. */
async function whyUnreadable(file: string): Promise<string | null> {
  try {
    const handle = await open(file, 'r');
    try {
      return (await handle.stat()).isDirectory() ? 'it is a folder' : null;
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return null;
    if (code === 'EISDIR') return 'it is a folder';
    return code === 'EACCES' || code === 'EPERM' ? 'permission denied' : `error ${code ?? 'unknown'}`;
  }
}
