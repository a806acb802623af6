import { globSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createAwsAccess } from '../../../shared/adapters/aws/access.ts';
import { templateOf, TOKEN_SLOT } from '../../../shared/engine/secrets/slot.ts';
import type { ClientCase, ClientFixture } from '../../fixtures/clients/fixture.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine, environmentOf } from '../../support/engine.ts';
import type { TestEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';

/** Clients with no registry in files of their own: what they keep is a token, or one by its host. */
const ALONE = ['env', 'gradle', 'go', 'netrc', 'sbt'];
/** A credential whose registry stands in files that are the person's to write. */
const CREDENTIAL_ALONE = [
  'the server for a project, whose pom.xml has the repository, and a mirror of it alone',
  'the token alone at user level',
  '[bundler-keys] the key of the URL, which beats that of the host, is refreshed too',
];
/** A file whose name only its binding knows. */
const UNKNOWN_FILE = [
  'a shell file of the home under another name, with the command of before coming back',
  'a new shell file exports',
];
/** Where a macro, or what a comment keeps in place, has the host as well. */
const NAMED_BESIDE = [
  '[netrc-shapes] before the default of a file with a macro, which becomes private',
  '[auth-ini] older settings in the files that pnpm 11 and 12 prefer are brought up to date with the others',
];
/** A second key, which the client passes over. */
const IDLE_LINE = ['the key that Yarn prefers among those that stand there already'];
const HOST = 'platform-111122223333.d.codeartifact.eu-west-1.amazonaws.com';

const folder = path.resolve(import.meta.dirname, '../../fixtures/clients');
const names = globSync('*.ts', { cwd: folder }).map((file) => path.basename(file, '.ts'));
const fixtures = await Promise.all(
  names
    .filter((name) => name !== 'fixture' && name !== 'npmrc-places')
    .map(async (name) => ((await import(`../../fixtures/clients/${name}.ts`)) as { fixture: ClientFixture }).fixture),
);

type Machine = { readonly home: CliHome; readonly engine: TestEngine; readonly project: { project?: string } };

/** A home in which the lines of the case stand, with a token that died long ago. */
function aUsedHome(one: ClientCase): Machine {
  const home = aCliHome(null);
  home.write('.aws/config', '[profile work]\nregion = eu-west-1\naws_account_id = 111122223333\n');
  mkdirSync(home.path('shop'), { recursive: true });
  for (const [name, text] of Object.entries({ ...one.before, ...one.after })) home.write(name, real(text));
  const env = Object.entries(one.env ?? {}).map(([name, value]) => [name, value.replace(/^~\//, `${home.folder}/`)]);
  const seen = { ...home, env: { ...home.env, ...Object.fromEntries(env) } };
  const clock = manualClock();
  const engine = anEngine({ home: seen, clock, aws: { ...aTokenService(clock), ...profiles(seen) } });
  return { home, engine, project: one.level === 'user' ? {} : { project: home.path('shop') } };
}

describe.each(fixtures.map((fixture) => [fixture.client, fixture] as const))('%s:', (client, { cases }) => {
  test.each(cases.map((one) => [one.name, one] as const))('what "%s" leaves is adopted in place', async (_, one) => {
    const { home, engine, project } = aUsedHome(one);
    const before = contentsOf(home);

    const { found, unreadable } = await engine.ask('scan.find', project);

    expect(unreadable).toEqual([]);
    expect(JSON.stringify(found)).not.toContain('eyJ2ZXIi');
    const withToken = found.filter(({ lifetime }) => lifetime !== null);
    if (UNKNOWN_FILE.includes(one.name)) return;
    expect(withToken.length).toBeGreaterThan(0);

    const { adopted } = await engine.ask('scan.adopt', project);
    if (ALONE.includes(client) || CREDENTIAL_ALONE.includes(one.name)) {
      expect(adopted).toEqual([]);
      return;
    }
    const report = await engine.ask('plan.apply', {});
    expect(report.skipped).toEqual([]);
    expect((await engine.state()).bindings).toContainEqual(
      expect.objectContaining({ repository: 'web', state: 'inSync', problem: null }),
    );
    expect(contentsOf(home)).toEqual(before);
    const after = await engine.ask('scan.find', project);
    const left = after.found.filter(({ bindingId }) => bindingId === null);

    expect(left.length).toBe(IDLE_LINE.includes(one.name) ? 1 : 0);
  });

  test.each(cases.map((one) => [one.name, one] as const))(
    'what "%s" leaves is cleared, and comes back',
    async (_, one) => {
      const { home, engine, project } = aUsedHome(one);
      const before = bytesOf(home);

      const { clearing } = await engine.ask('scan.clear', project);
      if (UNKNOWN_FILE.includes(one.name)) {
        expect(clearing).toEqual([]);
        return;
      }
      expect(bytesOf(home)).toEqual(before);
      const report = await engine.ask('plan.apply', {});

      expect(report.skipped).toEqual([]);
      expect((await engine.ask('scan.find', project)).found).toEqual([]);
      const left = Object.values(bytesOf(home)).join('\n').includes('d.codeartifact');
      // sbt's own file of a domain has a name that only its binding knows.
      expect(left).toBe(client === 'sbt' || NAMED_BESIDE.includes(one.name));
      await engine.ask('plan.undo', {});
      expect(bytesOf(home)).toEqual(before);
      expect((await engine.state()).plan.changes).toEqual([]);
    },
  );
});

function profiles(home: CliHome) {
  const { profiles: list, regionOf } = createAwsAccess(environmentOf(home));
  return { profiles: list, regionOf };
}

/** The same with the tokens. */
function bytesOf(home: CliHome): Record<string, string> {
  const files = home.files().filter((name) => !/^(?:state|\.aws)[/\\]/.test(name));
  return Object.fromEntries(files.map((name) => [name, home.bytes(name).toString('latin1')]));
}

/** Every file outside of the app's own folders, as a template. */
function contentsOf(home: CliHome): Record<string, string> {
  const files = home.files().filter((name) => !/^(?:state|\.aws)[/\\]/.test(name));
  return Object.fromEntries(files.map((name) => [name, templateOf(home.read(name))]));
}

function real(text: string): string {
  return text
    .replaceAll('https://d.example/', `https://${HOST}/`)
    .replaceAll('//d.example/', `//${HOST}/`)
    .replaceAll('D__EXAMPLE', HOST.replaceAll('.', '__').replaceAll('-', '___').toUpperCase())
    .replaceAll('codeartifact-d-example', `codeartifact-${HOST.replaceAll('.', '-')}`)
    .replaceAll(/(?<!\w)d\.example/g, HOST)
    .replaceAll(TOKEN_SLOT, aCodeArtifactToken({ isu: 1_700_000_000 }));
}
