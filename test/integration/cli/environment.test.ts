import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { startCli } from '../../support/start-cli.ts';
import { ACCOUNT, anEmulator } from '../../support/emulator-service.ts';

const ADDRESS = ['--domain', 'platform', '--repository', 'web'];
const LOGIN = ['login', '--tool', 'npm', ...ADDRESS];

describe('exec', () => {
  const script =
    'console.log(JSON.stringify([process.argv.slice(1), process.env.PIP_INDEX_URL])); process.exitCode = 42';

  test("passes arguments, the repository's variables and the exit code, and writes nothing of its own", async () => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    await home.run(['login', '--tool', 'pip', ...ADDRESS]);
    const words = ['two words', '', '"quoted"', '$HOME', '--json', '--', '-x', "it's", '*'];

    const run = await home.run(['exec', '--', process.execPath, '-e', script, '--', ...words]);

    const index = `${emulator.url.replace('://', `://aws:${emulator.issuedTokens[0]}@`)}/pypi/d/platform-${ACCOUNT}/web/simple/`;
    expect(run).toEqual({ code: 42, out: `${JSON.stringify([words, index])}\n`, err: '' });
  });

  test('hands a signal on, and ends as its command did', async () => {
    const home = aCliHome(await anEmulator());
    await home.run(LOGIN);
    for (const [body, expected] of [
      ["process.on('SIGTERM', () => process.exit(9));", 9],
      ['', 128 + 15],
    ] as const) {
      const code = `${body} console.log('ready'); setInterval(() => {}, 1000)`;
      const { child, exited, firstLine } = startCli(home, ['exec', '--', process.execPath, '-e', code]);
      expect(await firstLine).toBe('ready');
      child.kill('SIGTERM');
      expect(await exited).toEqual([expected, null]);
    }
  });

  test('ends with 127 for a program that is not there', async () => {
    const home = aCliHome(await anEmulator());
    await home.run(LOGIN);
    const run = await home.run(['exec', '--', 'no-such-program-anywhere']);
    expect(run).toMatchObject({ code: 127, out: '' });
    expect(run.err).toContain('no-such-program-anywhere');
  });
});

describe('env', () => {
  const shells = [
    ['bash', 'bash'],
    ['sh', 'sh'],
    ['sh', 'dash'],
    ['zsh', 'zsh'],
    ['fish', 'fish'],
    ['powershell', 'pwsh'],
  ] as const;

  test.for(shells)('of --shell %s sets the variables in a real %s', async ([shell, program], context) => {
    if (spawnSync(program, ['-c', 'exit 0']).error !== undefined) {
      console.warn(`SKIPPED: no ${program} on this machine, so no real one reads what env prints for it`);
      context.skip();
    }
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    await home.run(['login', '--tool', 'pip', ...ADDRESS]);
    await home.run(LOGIN);
    const run = await home.run(['env', '--shell', shell]);
    expect(run.code).toBe(0);
    expect(run.err).toMatch(/^npm_config_\/\/\S+:_authToken: no shell can set this name; use "codeartifact-tray exec"/);

    const node = `"${process.execPath}" -p "JSON.stringify([process.env.CODEARTIFACT_AUTH_TOKEN,process.env.PIP_INDEX_URL])"`;
    const command = program === 'pwsh' ? `${run.out}\n& ${node}` : `${run.out}\n${node}`;
    const printed = execFileSync(program, ['-c', command], { encoding: 'utf8', env: home.env });

    const [token] = emulator.issuedTokens;
    expect(JSON.parse(printed)).toEqual([token, expect.stringContaining(`aws:${token}@`)]);
  });
});
