import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { aCodeArtifactToken } from '../../unit/secrets/sample-token.ts';

const HOST = 'platform-111122223333.d.codeartifact.eu-west-1.amazonaws.com';

type Finding = { readonly severity: string; readonly problem: { readonly code: string; readonly command: string } };

async function findings(home: CliHome): Promise<readonly Finding[]> {
  const { bindings } = await home.json<{ bindings: { findings: Finding[] }[] }>(['doctor', '--json']);
  return bindings.flatMap((binding) => binding.findings);
}

/** The lines that `aws codeartifact login --tool npm` leaves in a file that has a line of ours. */
async function loggedInBeside() {
  const home = aCliHome(await anEmulator());
  home.write('.npmrc', '; mine\nregistry=https://mirror.example/\n');
  await home.run(['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'tools', '--namespace', '@acme']);
  const isu = Math.floor(Date.now() / 1000);
  const theirs = `registry=https://${HOST}/npm/web/\n//${HOST}/npm/web/:_authToken=${aCodeArtifactToken({ isu })}\n`;
  const kept = home.read('.npmrc').replace('registry=https://mirror.example/\n', '');
  home.write('.npmrc', `${kept}${theirs}`, 0o600);
  return { home, kept };
}

test('a default registry that somebody logged in to beside ours is told, and the command that is named takes it out', async () => {
  const { home, kept } = await loggedInBeside();
  const [finding, ...others] = await findings(home);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity: 'warning', problem: { code: 'registryTaken' } });
  expect(JSON.stringify(finding)).not.toContain('eyJ');
  const [, ...args] = finding!.problem.command.split(' ');
  expect((await home.run(args)).code).toBe(0);
  expect((await home.run(['apply'])).code).toBe(0);
  expect(home.read('.npmrc')).toBe(kept);
  expect(await findings(home)).toEqual([]);
});

test('a registry for some packages alone is the person’s', async () => {
  const { home, kept } = await loggedInBeside();
  home.write('.npmrc', `${kept}@theirs:registry=https://${HOST}/npm/tools/\n`, 0o600);
  expect(await findings(home)).toEqual([]);
});
