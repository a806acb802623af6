import { expect, test } from 'vitest';
import { templateOf } from '../../../shared/engine/secrets/slot.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';

// What works already keeps its lines: an adoption writes the new token into them and nothing else.

const HOST = 'my-domain-111122223333.d.codeartifact.eu-west-1.amazonaws.com';
const DEAD = aCodeArtifactToken({ isu: 1_700_000_000 });
const ID = 'my-domain--store';
const MAVEN = `https://${HOST}/maven/store/`;

/** As the CodeArtifact console has it. */
const consoles = (activation: string, more = '') =>
  `<settings>
  <servers>
    <server>
      <id>${ID}</id>
      <username>aws</username>
      <password>${DEAD}</password>
    </server>
  </servers>
  <profiles>
    <profile>
      <id>${ID}</id>
      <activation>
        <activeByDefault>${activation}</activeByDefault>
      </activation>
      <repositories>
        <repository>
          <id>${ID}</id>
          <url>${MAVEN}</url>
        </repository>
      </repositories>
    </profile>
  </profiles>
${more}</settings>
`;
const mirror = `  <mirrors>\n    <mirror>\n      <id>${ID}</id>\n      <url>${MAVEN}</url>\n      <mirrorOf>${ID}</mirrorOf>\n    </mirror>\n  </mirrors>\n`;

const nuget = (name: string, element: string) =>
  `<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <packageSources>
    <add key="${name}" value="https://${HOST}/nuget/store/v3/index.json" />
  </packageSources>
  <packageSourceCredentials>
    <${element}>
      <add key="Username" value="aws" />
      <add key="ClearTextPassword" value="${DEAD}" />
    </${element}>
  </packageSourceCredentials>
</configuration>
`;

async function adopted(file: string, text: string) {
  const home = aCliHome(null);
  home.write(file, text, 0o600);
  home.write('.aws/config', '[profile work]\nregion = eu-west-1\n');
  const before = home.files();
  const clock = manualClock();
  const engine = anEngine({ home, clock, aws: aTokenService(clock) });
  const { leftOut } = await engine.ask('scan.adopt', { profile: 'work' });
  expect(leftOut).toEqual([]);
  await engine.ask('plan.apply', {});
  const { bindings } = await engine.state();
  expect(bindings.map(({ state, problem }) => ({ state, problem }))).toEqual([{ state: 'inSync', problem: null }]);
  const made = home.files().filter((name) => !before.includes(name) && !name.startsWith('state/'));
  const wrong = bindings.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'wrong'));
  return { text: home.read(file), made, wrong, engine };
}

test.each([
  ["Maven's profile that is active by default", '.m2/settings.xml', consoles('true', mirror)],
  ['a source that mono alone has', '.config/NuGet/NuGet.Config', nuget('my-domain/store', 'my-domain_x002F_store')],
  ['a source of another name there', '.config/NuGet/NuGet.Config', nuget('company', 'company')],
])('%s keeps every other byte', async (_, file, text) => {
  const { text: after, made, wrong, engine } = await adopted(file, text);
  expect(templateOf(after)).toBe(templateOf(text));
  expect(after).not.toContain(DEAD);
  expect({ made, wrong }).toEqual({ made: [], wrong: [] });
  // It stays so with the next plan, and undo brings the old token back.
  expect((await engine.state()).plan.changes).toEqual([]);
  await engine.ask('plan.undo', {});
  expect(engine.home.read(file)).toBe(text);
});

test('beside the token, a profile of the console gets what keeps its ID to its URL, and no plugins’ repository', async () => {
  const { text } = await adopted('.m2/settings.xml', consoles('true'));
  expect(templateOf(text).replace(mirror, '')).toBe(templateOf(consoles('true')));
});

test.each([
  ['is not active', consoles('false', mirror)],
  [
    'is not active beside another one',
    consoles('true', `${mirror}  <activeProfiles>\n    <activeProfile>other</activeProfile>\n  </activeProfiles>\n`),
  ],
])('a profile that %s is made so', async (_, before) => {
  const { text } = await adopted('.m2/settings.xml', before);
  expect(text).toContain(`<activeProfile>${ID}</activeProfile>`);
});
