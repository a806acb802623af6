import { homedir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Emulator } from '../../../shared/emulator/index.ts';
import { haveClient } from '../have-client.ts';
import { cargoSource } from '../other-clients.ts';
import { aFolder, run, write } from '../../support/emulator-clients.ts';
import type { ClientRun } from '../../support/emulator-clients.ts';
import { anEmulator, anEndpoint, aTokenOf } from '../../support/emulator-service.ts';

const hasCargo = haveClient(cargoSource) !== null;

type CargoHome = {
  readonly folder: string;
  signIn(): Promise<void>;
  cargo(project: string, ...args: readonly string[]): Promise<ClientRun>;
};

/** A cargo with one registry and no other configuration. */
async function aCargoHome(emulator: Emulator): Promise<CargoHome> {
  const folder = aFolder();
  const index = `sparse+${await anEndpoint(emulator, 'cargo')}`;
  const registry = ['[registries.codeartifact]', `index = "${index}"`, 'credential-provider = "cargo:token"', ''];
  write(folder, 'cargo/config.toml', registry.join('\n'));
  const env = {
    CARGO_HOME: path.join(folder, 'cargo'),
    // Where cargo is rustup's proxy, the toolchain itself is at home.
    RUSTUP_HOME: process.env['RUSTUP_HOME'] ?? path.join(homedir(), '.rustup'),
    CARGO_NET_RETRY: '0',
  };
  return {
    folder,
    async signIn() {
      const token = await aTokenOf(emulator);
      write(folder, 'cargo/credentials.toml', `[registries.codeartifact]\ntoken = "${token}"\n`, 0o600);
    },
    cargo: (project, ...args) =>
      run('cargo', [...args, '--manifest-path', path.join(project, 'Cargo.toml')], folder, env),
  };
}

function aProject(home: CargoHome, name: string, dependency: string, source: string): void {
  const about = ['[package]', `name = "${name}"`, 'version = "2.0.0"', 'edition = "2021"'];
  const published = ['description = "A greeting"', 'license = "MIT"', '', '[dependencies]', dependency, '[workspace]'];
  write(home.folder, `${name}/Cargo.toml`, [...about, ...published, ''].join('\n'));
  write(home.folder, `${name}/src/lib.rs`, source);
}

describe.skipIf(!hasCargo)('cargo', () => {
  const sample = 'hello-codeartifact = { version = "1", registry = "codeartifact" }';

  test('is refused without a token and with a revoked one, and fetches with a good one', async () => {
    const emulator = await anEmulator();
    const home = await aCargoHome(emulator);
    aProject(home, 'app', sample, '');
    expect((await home.cargo('app', 'fetch')).output).toContain('no token found for `codeartifact`');

    await home.signIn();
    emulator.revokeIssuedTokens();
    const refused = await home.cargo('app', 'fetch');
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('token rejected for `codeartifact`');

    await home.signIn();
    expect(await home.cargo('app', 'fetch')).toMatchObject({ code: 0 });
  });

  test('publishes a crate that another one is then built with', { timeout: 120_000 }, async () => {
    const home = await aCargoHome(await anEmulator());
    await home.signIn();
    aProject(home, 'greeting', sample, "pub fn greet() -> &'static str { hello_codeartifact::GREETING }\n");
    const publish = ['publish', '--registry', 'codeartifact', '--allow-dirty'];
    expect(await home.cargo('greeting', ...publish)).toMatchObject({ code: 0 });
    expect((await home.cargo('greeting', ...publish)).output).toContain('already exists');

    const published = 'greeting = { version = "2", registry = "codeartifact" }';
    aProject(
      home,
      'app',
      published,
      '#[test] fn it() { assert_eq!(greeting::greet(), "Hello from hello-codeartifact") }',
    );
    expect(await home.cargo('app', 'test', '--quiet')).toMatchObject({ code: 0 });
  });
});
