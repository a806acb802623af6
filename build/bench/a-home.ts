import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmulator } from '../../shared/emulator/index.ts';

const OWNER = '111122223333';
const REGION = 'eu-west-1';
const KEY = 'AKIAEMULATED00000001';

export const cli = path.resolve(import.meta.dirname, '../../out/node/cli.js');

/** A home of its own with an AWS profile, and the emulator as CodeArtifact for whatever runs in it. */
export type Home = {
  path(name: string): string;
  /** Runs a program to its end; fails unless that is a good one. */
  run(program: string, args: readonly string[]): Promise<void>;
  /** Starts a program and leaves it running. */
  start(program: string, args: readonly string[]): ChildProcess;
  /** Waits until a file is there. */
  appears(name: string): Promise<void>;
  /** Nothing of ours is left but what Node compiled. */
  empty(): void;
  remove(): Promise<void>;
};

/** Domain `platform` with the repository `web`. */
export async function aHome(): Promise<Home> {
  const emulator = await startEmulator({
    domains: [{ name: 'platform', owner: OWNER, region: REGION, repositories: [{ name: 'web' }] }],
    principals: [{ accessKeyId: KEY, account: OWNER }],
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'codeartifact-bench-'));
  const state = path.join(folder, 'state');
  const npmrc = path.join(folder, '.npmrc');
  const env = {
    PATH: process.env['PATH'],
    TMPDIR: tmpdir(),
    HOME: folder,
    NPM_CONFIG_USERCONFIG: npmrc,
    CODEARTIFACT_TRAY_HOME: state,
    AWS_ENDPOINT_URL_CODEARTIFACT: emulator.url,
    AWS_ENDPOINT_URL_STS: emulator.url,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PROFILE: 'work',
  };
  mkdirSync(path.join(folder, '.aws'));
  writeFileSync(path.join(folder, '.aws/config'), `[profile work]\nregion = ${REGION}\n`);
  const keys = `aws_access_key_id = ${KEY}\naws_secret_access_key = not-checked\n`;
  writeFileSync(path.join(folder, '.aws/credentials'), `[work]\n${keys}`, { mode: 0o600 });
  return {
    path: (name) => path.join(folder, name),
    async run(program, args) {
      const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
      const [code] = (await once(child, 'close')) as [number | null];
      if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${said}`);
    },
    start: (program, args) => spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] }),
    async appears(name) {
      while (!existsSync(path.join(folder, name))) await delay(20);
    },
    empty() {
      mkdirSync(state, { recursive: true, mode: 0o700 });
      for (const name of readdirSync(state))
        if (name !== 'compiled') rmSync(path.join(state, name), { recursive: true, force: true });
      rmSync(npmrc, { force: true });
    },
    async remove() {
      await emulator.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
