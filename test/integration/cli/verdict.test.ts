import { expect, test } from 'vitest';
import type { Emulator } from '../../../shared/emulator/index.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';

const OF_WEB = ['--domain', 'platform', '--repository', 'web'];

function endpointOf(emulator: Emulator, format: string, repository = 'web'): string {
  return `${emulator.url}/${format}/d/platform-111122223333/${repository}/`;
}

/** The emulator's own endpoint is a finding as well. */
function among(finding: object): unknown {
  return expect.arrayContaining([expect.objectContaining(finding)]);
}

function problemOf(code: string): unknown {
  return expect.objectContaining({ code });
}

/** A home with a project that git has, whose .npmrc takes its token from a variable: the commonest layout of a team. */
async function aTeamsProject() {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  const endpoint = endpointOf(emulator, 'npm');
  home.write('shop/package.json', '{}\n');
  home.write('shop/.npmrc', `${endpoint.replace('http:', '')}:_authToken=\${NPM_TOKEN}\n`);
  return { home, login: ['login', '--tool', 'npm', ...OF_WEB, '--project', home.path('shop')] };
}

test('a login whose client goes by a nearer line says what stands before it, and not "signed in"', async () => {
  const { home, login } = await aTeamsProject();

  const preview = await home.run([...login, '--dry-run']);
  expect(preview.err).toContain('npm takes its credential from NPM_TOKEN, which is not set');

  const run = await home.run(login);
  expect(run.code).toBe(0);
  expect(run.out).not.toContain('signed in');
  expect(run.out).toMatch(/^Wrote \S+\/shop\/\.npmrc|^Wrote \S+\/\.npmrc/m);
  expect(run.out).toContain('But npm does not use platform/web yet:\nwrong: npm takes its credential from NPM_TOKEN');
  expect(run.out).toContain('Run the command through "codeartifact-tray exec", or remove the line.');

  const again = await home.json<{ findings: object[] }>([...login, '--json']);
  expect(again).toMatchObject({
    written: [],
    findings: among({ severity: 'wrong', problem: problemOf('variableUnset') }),
  });
});

test('status, apply and enable say it as well, until the line is gone', async () => {
  const { home, login } = await aTeamsProject();
  const { id } = await home.json<{ id: string }>([...login, '--json']);
  expect((await home.run(['status'])).out).toContain('not signed in: npm takes its credential from NPM_TOKEN');
  expect(await home.json(['status', '--json'])).toMatchObject({
    bindings: [{ state: 'inSync', findings: among({ severity: 'wrong', problem: problemOf('variableUnset') }) }],
  });

  await home.run(['disable', id]);
  await home.run(['apply']);
  expect((await home.run(['enable', id])).err).toContain('npm is not signed in to platform/web: npm takes its');
  expect(await home.json(['plan', '--json'])).toMatchObject({ warnings: among({ code: 'variableUnset' }) });
  const apply = await home.run(['apply', '--json']);
  expect(JSON.parse(apply.out)).toMatchObject({ findings: among({ bindingId: id, severity: 'wrong' }) });
  expect(apply).toMatchObject({ code: 0, err: expect.stringContaining('npm is not signed in to platform/web') });

  home.write('shop/.npmrc', home.read('shop/.npmrc').replace(/^.*NPM_TOKEN.*\n/m, ''));
  expect((await home.run(login)).out).toMatch(/^npm is signed in to platform\/web\. Nothing had to be written\./);
  expect((await home.run(['status'])).out).toMatch(/inSync$/m);
});
