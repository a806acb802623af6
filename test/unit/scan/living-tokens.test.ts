import { expect, test } from 'vitest';
import { createAwsAccess } from '../../../shared/adapters/aws/access.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine, environmentOf } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');
const LIVING = aCodeArtifactToken({ isu: NOW / 1000, exp: NOW / 1000 + 3600 });
const OLD = aCodeArtifactToken({ isu: NOW / 1000 - 2 * 86_400, exp: NOW / 1000 - 86_400 });
const HOST = 'platform-111122223333.d.codeartifact.eu-west-1.amazonaws.com';
const INDEX = `https://aws:${LIVING}@${HOST}/pypi/web/simple/`;

// What was cleared with a living token can't come back whole. What was left of it is the person's.
test.each([
  [
    '.config/pip/pip.conf',
    `[global]\nextra-index-url = https://me:pw@nexus.example/simple/ ${INDEX}\n    https://two.example/simple/\n`,
  ],
  ['.config/pip/pip.conf', `[global]\nindex-url = ${INDEX}\n\n[install]\ntrusted-host = nexus.example\n`],
  [
    '.m2/settings.xml',
    `<settings><servers><server><id>a</id><password>hunter5</password></server><server><id>platform--web</id><username>aws</username><password>${LIVING}</password></server></servers><mirrors><mirror><id>platform--web</id><url>https://${HOST}/maven/web/</url><mirrorOf>central</mirrorOf></mirror></mirrors></settings>`,
  ],
  [
    '.config/uv/uv.toml',
    `[[index]]\nname = "corp"\nurl = "${INDEX}"\ndefault = true\n\n[[index]]\nname = "mine"\nurl = "https://nexus.example/"\n`,
  ],
  [
    '.npmrc',
    `fund=false\nregistry=https://${HOST}/npm/web/\n//${HOST}/npm/web/:_authToken=${LIVING}\n@mine:registry=https://nexus.example/\n`,
  ],
  ['.netrc', `machine a.example login ann password x machine ${HOST} login aws password ${LIVING}\n`],
])('undo leaves %s as clear left it, and says why: %#', async (file, text) => {
  const home = aCliHome(null);
  home.write('.aws/config', '[profile work]\nregion = eu-west-1\naws_account_id = 111122223333\n');
  home.write(file, text);
  const clock = manualClock(NOW);
  const { profiles, regionOf } = createAwsAccess(environmentOf(home));
  const engine = anEngine({ home, clock, aws: { ...aTokenService(clock), profiles, regionOf } });
  await engine.ask('scan.clear', {});
  await engine.ask('plan.apply', {});
  const cleared = home.has(file) ? home.read(file) : null;
  expect(cleared).not.toContain(LIVING);
  expect(cleared).toMatch(/hunter5|nexus\.example|a\.example/);

  const { written, skipped } = await engine.ask('plan.undo', {});

  expect(written).toEqual([]);
  expect(skipped).toMatchObject([
    { problem: { code: 'notRestorable', message: expect.stringContaining('living token') } },
  ]);
  expect(home.read(file)).toBe(cleared);
  expect(home.read('state/journal.json')).not.toContain(LIVING);
});

// What is noted may lie for weeks.
test.each([
  [
    '.npmrc',
    `registry=https://${HOST}/npm/web/\n//${HOST}/npm/web/:_authToken=${OLD}\n`,
    'registry=https://npm.corp.example/\n//npm.corp.example/:_authToken=abc\n',
  ],
  [
    '.pypirc',
    `[distutils]\nindex-servers =\n    codeartifact\n[codeartifact]\nrepository: https://${HOST}/pypi/web/\nusername: aws\npassword: ${OLD}\n`,
    '[distutils]\nindex-servers =\n    codeartifact\n[codeartifact]\nrepository: https://nexus.example/pypi/\nusername: aws\npassword: new\n',
  ],
  [
    '.cargo/credentials.toml',
    `[registries.my-reg]\ntoken = "Bearer ${OLD}"\n`,
    '[registries.my-reg]\ntoken = "newtoken"\n',
  ],
])('what somebody put there since is not cleared from %s, and that is said', async (file, noted, since) => {
  const home = aCliHome(null);
  home.write('.aws/config', '[profile work]\nregion = eu-west-1\naws_account_id = 111122223333\n');
  home.write(file, noted);
  const engine = anEngine({ home, clock: manualClock(NOW), aws: aTokenService(manualClock(NOW)) });
  const { clearing } = await engine.ask('scan.clear', {});
  expect(clearing.length).toBeGreaterThan(0);
  home.write(file, since);

  const { plan } = await engine.state();
  expect(plan.changes).toEqual([]);
  const told = { code: 'changedByUser', command: `codeartifact-tray clear ${home.path(file)}` };
  expect(plan.warnings).toMatchObject([told]);
  await engine.ask('plan.apply', {});

  expect(home.read(file)).toBe(since);
  expect((await engine.state()).plan).toMatchObject({ changes: [], warnings: [], clearing: [] });

  home.write(file, noted);
  await engine.ask('scan.clear', {});
  await engine.ask('plan.apply', {});
  expect(home.read(file)).not.toContain(OLD);
});
