import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';

// A line that several clients read is judged by its address and by what else leads them there.

const HOST = 'my-domain-111122223333.d.codeartifact.eu-west-1.amazonaws.com';
const DEAD = aCodeArtifactToken({ isu: 1_700_000_000 });
const NETRC = `machine ${HOST}\n  login aws\n  password ${DEAD}\n`;

async function adoptedIn(home: CliHome) {
  home.write('.aws/config', '[profile work]\nregion = eu-west-1\n');
  const clock = manualClock();
  const engine = anEngine({ home, clock, aws: aTokenService(clock) });
  const before = new Set(home.files());
  const { leftOut } = await engine.ask('scan.adopt', { profile: 'work' });
  const report = await engine.ask('plan.apply', {});
  const { bindings } = await engine.state();
  const made = home.files().filter((name) => !before.has(name) && !name.startsWith('state/'));
  return {
    bindings: bindings.map(({ client, repository }) => `${client} ${repository}`),
    leftOut: leftOut.map(({ problem }) => problem.message),
    written: report.written.map((path) => path.slice(home.folder.length + 1)),
    made,
  };
}

test.each([
  ['npm', '.npmrc', `registry=https://${HOST}/npm/store/\n`, 'npm store'],
  ['pip', '.config/pip/pip.conf', `[global]\nindex-url = https://aws@${HOST}/pypi/store/simple/\n`, 'pip store'],
  ['cargo', '.cargo/config.toml', `[registries.store]\nindex = "sparse+https://${HOST}/cargo/store/"\n`, 'cargo store'],
])('a netrc line of the host that %s asks is netrc’s, not the first reader’s', async (_, file, text, binding) => {
  const home = aCliHome(null);
  home.write('.netrc', NETRC, 0o600);
  home.write(file, text);
  const { bindings, leftOut, made } = await adoptedIn(home);

  expect(bindings.toSorted()).toEqual([binding, 'netrc store'].toSorted());
  expect(leftOut).toEqual([]);
  // A registry of Swift's would stand in a file of its own.
  expect(made.filter((name) => name.includes('swiftpm'))).toEqual([]);
});

test('Swift’s registry brings the netrc line of its host along', async () => {
  const home = aCliHome(null);
  home.write('.netrc', NETRC.replace('login aws', 'login token'), 0o600);
  const registries = JSON.stringify({
    authentication: { [HOST]: { type: 'token' } },
    registries: { '[default]': { supportsAvailability: false, url: `https://${HOST}/swift/store/` } },
    version: 1,
  });
  home.write('.swiftpm/configuration/registries.json', registries);
  const { bindings, written } = await adoptedIn(home);

  expect(bindings).toEqual(['swift store']);
  expect(written).toEqual(['.netrc']);
  expect(home.read('.swiftpm/configuration/registries.json')).toBe(registries);
});

test('a netrc line alone belongs to netrc, and no registry is made up for it', async () => {
  const home = aCliHome(null);
  home.write('.netrc', NETRC, 0o600);
  expect(await adoptedIn(home)).toMatchObject({
    bindings: [],
    leftOut: [
      'No line points netrc (my-domain-111122223333.d.codeartifact.eu-west-1.amazonaws.com) at a repository of this host.',
    ],
    written: [],
  });
});

test.each([
  ['npm', '.npmrc', `registry=https://${HOST}/maven/store/\n`, 'maven', 'npm'],
  ['pip', '.config/pip/pip.conf', `[global]\nindex-url = https://${HOST}/npm/store/\n`, 'npm', 'pypi'],
])('%s is not bound to an address of another format', async (_, file, text, wrong, right) => {
  const home = aCliHome(null);
  home.write(file, text);
  const { bindings, leftOut } = await adoptedIn(home);
  expect(bindings).toEqual([]);
  expect(leftOut).toEqual([expect.stringMatching(`packages of the format ${wrong}, and .* asks for ${right}`)]);
});
