import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';
import type { Environment } from '../../shared/ports/host.ts';

export type AwsHome = {
  readonly folder: string;
  readonly environment: Environment;
  writeConfig(text: string): Promise<void>;
  writeCredentials(text: string): Promise<void>;
  /** Puts the SSO cache entry of a session (or legacy start URL) where the AWS CLI does. */
  writeSsoToken(session: string, token: Readonly<Record<string, unknown>>): Promise<void>;
  remove(): Promise<void>;
};

/**
 * A home folder with AWS files. HOME and all AWS and proxy variables of this process are replaced too, because the SDK's
 * credential providers read them there; `vi.unstubAllEnvs` is the way back.
 */
export async function createAwsHome(env: Readonly<Record<string, string>> = {}): Promise<AwsHome> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'aws-home-'));
  await mkdir(path.join(folder, '.aws', 'sso', 'cache'), { recursive: true });
  for (const name of Object.keys(process.env)) {
    if (/^AWS_|_proxy$/i.test(name)) vi.stubEnv(name, undefined);
  }
  const all: Record<string, string> = { HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', ...env };
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
  return {
    folder,
    environment: {
      platform: process.platform,
      home: folder,
      accountHome: folder,
      env: all,
      stateFolder: path.join(folder, 'state'),
    },
    writeConfig: (text) => writeFile(path.join(folder, '.aws', 'config'), text),
    writeCredentials: (text) => writeFile(path.join(folder, '.aws', 'credentials'), text),
    writeSsoToken: (session, token) =>
      writeFile(
        path.join(folder, '.aws', 'sso', 'cache', `${createHash('sha1').update(session).digest('hex')}.json`),
        JSON.stringify(token),
      ),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
