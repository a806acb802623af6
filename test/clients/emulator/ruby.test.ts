import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { marshal } from '../../../shared/emulator/formats/ruby/marshal.ts';
import type { Emulator } from '../../../shared/emulator/index.ts';
import { aFolder, hasClient, run, write } from '../../support/emulator-clients.ts';
import type { ClientRun } from '../../support/emulator-clients.ts';
import { anEmulator, anEndpoint, aTokenOf } from '../../support/emulator-service.ts';

const hasRuby = hasClient('ruby');
const hasGem = hasClient('gem');
const hasBundler = hasClient('bundle');
const PATIENCE = 120_000;

type RubyHome = {
  readonly folder: string;
  readonly token: string;
  /** The repository's address without a slash at its end. */
  readonly host: string;
  run(command: string, ...args: readonly string[]): Promise<ClientRun>;
};

async function aRubyHome(emulator: Emulator): Promise<RubyHome> {
  const folder = aFolder();
  const env = {
    GEM_HOME: path.join(folder, 'gems'),
    GEM_SPEC_CACHE: path.join(folder, 'spec-cache'),
    BUNDLE_SILENCE_ROOT_WARNING: 'true',
  };
  return {
    folder,
    token: await aTokenOf(emulator),
    host: (await anEndpoint(emulator, 'ruby')).replace(/\/$/, ''),
    run: (command, ...args) => run(command, args, folder, env),
  };
}

/** Signs `gem install` and `gem push` in. */
async function aGemHome(emulator: Emulator): Promise<RubyHome> {
  const home = await aRubyHome(emulator);
  const source = `${home.host}/`.replace('//', `//aws:${home.token}@`);
  write(home.folder, '.gemrc', `---\n:sources:\n- ${source}\n`);
  write(home.folder, '.gem/credentials', `---\n:codeartifact_api_key: Bearer ${home.token}\n`, 0o600);
  return home;
}

/** Builds a gem of that name, which needs the sample one, and pushes it. */
async function push(home: RubyHome, name: string): Promise<ClientRun> {
  const gemspec = `Gem::Specification.new do |spec|
  spec.name = '${name}'
  spec.version = '2.0.0'
  spec.summary = "It's: a \\"greeting\\""
  spec.authors = ['Example']
  spec.files = ['greeting.rb']
  spec.required_ruby_version = '>= 2.5'
  spec.add_dependency 'hello-codeartifact', '~> 1.0', '>= 1.0.0'
  spec.add_development_dependency 'absent', '~> 9.0'
end
`;
  write(home.folder, 'greeting.rb', '');
  write(home.folder, `${name}.gemspec`, gemspec);
  const built = await home.run('gem', 'build', `${name}.gemspec`);
  expect(built).toMatchObject({ code: 0 });
  return home.run('gem', 'push', `${name}-2.0.0.gem`, '--key', 'codeartifact_api_key', '--host', home.host);
}

const SAY_HELLO = ['-e', 'require "hello_codeartifact"; puts GREETING'];

describe.skipIf(!hasGem)('gem', () => {
  test('installs the sample gem', { timeout: PATIENCE }, async () => {
    const home = await aGemHome(await anEmulator());
    expect(await home.run('gem', 'install', 'hello-codeartifact', '--no-document')).toMatchObject({ code: 0 });
    expect((await home.run('ruby', ...SAY_HELLO)).output).toBe('Hello from hello-codeartifact\n');
  });

  test('pushes a gem, which then installs with what it depends on', { timeout: PATIENCE }, async () => {
    const home = await aGemHome(await anEmulator());
    const { code, output } = await push(home, 'greeting');
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain('Successfully registered gem: greeting (2.0.0)');
    expect(await home.run('gem', 'install', 'greeting', '--no-document')).toMatchObject({ code: 0 });
    expect((await home.run('ruby', ...SAY_HELLO)).output).toBe('Hello from hello-codeartifact\n');
  });

  test('is refused once the token is revoked', { timeout: PATIENCE }, async () => {
    const emulator = await anEmulator();
    const home = await aGemHome(emulator);
    emulator.revokeIssuedTokens();
    const refused = await home.run('gem', 'install', 'hello-codeartifact', '--no-document');
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('401');
    const pushed = await push(home, 'greeting');
    expect(pushed.code).not.toBe(0);
    expect(pushed.output).toContain('The authorization token is missing, expired, revoked');
  });
});

describe.skipIf(!hasBundler)('bundle', () => {
  /** Signs Bundler in for the emulator's host; the Gemfile has no secret. */
  async function aBundle(emulator: Emulator, gem: string): Promise<RubyHome> {
    const home = await aRubyHome(emulator);
    write(home.folder, '.bundle/config', `---\nBUNDLE_127__0__0__1: "aws:${home.token}"\nBUNDLE_PATH: "vendor"\n`);
    write(home.folder, 'Gemfile', `source "${home.host}/"\ngem "${gem}"\n`);
    return home;
  }

  test('installs a gem and what it depends on', { timeout: PATIENCE }, async () => {
    const emulator = await anEmulator();
    expect(await push(await aGemHome(emulator), 'greeting')).toMatchObject({ code: 0 });
    const home = await aBundle(emulator, 'greeting');
    expect(await home.run('bundle', 'install')).toMatchObject({ code: 0 });
    expect((await home.run('bundle', 'exec', 'ruby', ...SAY_HELLO)).output).toBe('Hello from hello-codeartifact\n');
    expect(emulator.requests.some(({ path: asked }) => asked.endsWith('/api/v1/dependencies?gems=greeting'))).toBe(
      true,
    );
  });

  test('is refused once the token is revoked', { timeout: PATIENCE }, async () => {
    const emulator = await anEmulator();
    const home = await aBundle(emulator, 'hello-codeartifact');
    emulator.revokeIssuedTokens();
    const refused = await home.run('bundle', 'install');
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('Bad username or password for');
  });
});

test.skipIf(!hasRuby)('Ruby reads back whatever Marshal wrote', async () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, false),
      fc.integer({ min: 0, max: 0x3fff_ffff }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.array(tie('value'), { maxLength: 130 }),
    ),
  }));
  const samples = fc.sample(value, 300) as Parameters<typeof marshal>[0][];
  const folder = aFolder();
  write(folder, 'samples', marshal(samples));
  const reader = 'puts JSON.generate(Marshal.load(File.binread("samples")))';
  const { output } = await run('ruby', ['-rjson', '-e', reader], folder);
  expect(JSON.parse(output)).toEqual(samples);
});
