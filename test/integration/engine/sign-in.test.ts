import { expect, test, vi } from 'vitest';
import type { Emulator } from '../../../shared/emulator/index.ts';
import { noticesFor } from '../../../shared/view/tray/notices.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { ACCOUNT, anEmulator, REGION } from '../../support/emulator-service.ts';
import { anEngine } from '../../support/engine.ts';
import type { TestEngine } from '../../support/engine.ts';
import { pressOnPage } from '../../support/sign-in-page.ts';
import { aSsoHome, inThisProcess, signIn, SSO_SESSION, ssoCacheFile } from '../../support/sso-home.ts';

const ID = `sso:${SSO_SESSION}`;

type Desktop = {
  readonly emulator: Emulator;
  readonly home: CliHome;
  readonly engine: TestEngine;
  readonly opened: string[];
};

/** A host whose browser the test has, at a machine where nobody signed in. */
async function aDesktop(): Promise<Desktop> {
  const emulator = await anEmulator();
  const home = aSsoHome(emulator);
  inThisProcess(home);
  const opened: string[] = [];
  return { emulator, home, engine: anEngine({ home, openExternal: (url) => void opened.push(url) }), opened };
}

async function begun({ engine }: Desktop): Promise<{ readonly url: string; readonly callback: string }> {
  const { url } = await engine.ask('signIn.start', { profile: 'sso-dev' });
  return { url: url!, callback: new URL(url!).searchParams.get('redirect_uri')! };
}

async function isListening(address: string): Promise<boolean> {
  return fetch(address).then(
    () => true,
    () => false,
  );
}

test('the browser of this machine comes back by itself, and nothing listens afterwards', async () => {
  const desktop = await aDesktop();
  const { emulator, home, engine, opened } = desktop;
  const { url, callback } = await begun(desktop);
  expect(opened).toEqual([url]);
  expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
    response_type: 'code',
    client_id: expect.any(String) as string,
    redirect_uri: callback,
    state: expect.stringMatching(/^[\w-]{36}$/) as string,
    code_challenge_method: 'S256',
    code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
    scopes: 'sso:account:access',
  });
  expect(callback).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
  expect((await engine.state()).signIns).toMatchObject([
    { id: ID, name: 'corp', way: 'sso', profiles: ['sso-dev'], state: 'waiting', url, userCode: null },
  ]);
  const finished = engine.core.signIns.finished(ID);
  const shown = await pressOnPage(url);
  expect(shown).toMatchObject({ status: 200, text: expect.stringContaining('You are signed in.') as string });
  expect(shown.text).not.toMatch(/<script|src=|href=/);
  expect(await finished).toMatchObject({ ok: true });
  expect(await isListening(callback)).toBe(false);
  const { signIns, activity } = await engine.state();
  expect(signIns).toEqual([]);
  expect(activity[0]).toMatchObject({ kind: 'signedIn', message: 'Signed in to corp' });
  expect(home.mode(ssoCacheFile())).toBe(0o600);
  expect(await engine.core.ports.aws.domains('sso-dev', undefined)).toMatchObject({ ok: true });

  const said = JSON.stringify([await engine.state(), engine.logged, shown.text]);
  for (const secret of emulator.issuedSecrets) expect(said.includes(secret)).toBe(false);
});

test('only the answer that has the state is taken', async () => {
  const desktop = await aDesktop();
  const { url, callback } = await begun(desktop);
  const state = new URL(url).searchParams.get('state')!;
  const asked = await Promise.all(
    [
      fetch(`${callback}?code=guessed&state=guessed`),
      fetch(`${callback}?code=guessed`),
      fetch(`${callback}?code=guessed&state=${state}`, { method: 'POST' }),
      fetch(callback.replace('/oauth/callback', '/')),
      fetch(`${callback.replace('127.0.0.1', 'localhost')}?code=guessed&state=${state}`),
    ].map(async (answer) => (await answer).status),
  );
  expect(asked).toEqual([400, 400, 404, 404, 404]);
  expect((await desktop.engine.state()).signIns).toMatchObject([{ state: 'waiting' }]);
  const finished = desktop.engine.core.signIns.finished(ID);
  expect((await pressOnPage(url)).text).toContain('You are signed in.');
  expect(await finished).toMatchObject({ ok: true });
});

test('a code that the service does not take is said in the browser and in the app', async () => {
  const desktop = await aDesktop();
  const { url, callback } = await begun(desktop);
  const finished = desktop.engine.core.signIns.finished(ID);
  const state = new URL(url).searchParams.get('state')!;
  const page = await (await fetch(`${callback}?code=guessed&state=${state}`)).text();
  expect(page).toContain('You are not signed in.');
  expect(await finished).toMatchObject({ ok: false, error: { code: 'signInRefused' } });
  expect(await isListening(callback)).toBe(false);
});

test('who denies it sees that in the browser', async () => {
  const desktop = await aDesktop();
  const { url, callback } = await begun(desktop);
  const finished = desktop.engine.core.signIns.finished(ID);
  expect((await pressOnPage(url, 'deny')).text).toContain('You are not signed in.');
  expect(await finished).toMatchObject({ ok: false, error: { code: 'signInRefused' } });
  expect(await isListening(callback)).toBe(false);
  expect(desktop.home.has(ssoCacheFile())).toBe(false);
});

test('cancelled, it stops listening at once', async () => {
  const desktop = await aDesktop();
  const { callback } = await begun(desktop);
  const finished = desktop.engine.core.signIns.finished(ID);
  await desktop.engine.ask('signIn.cancel', { signInId: ID });
  expect(await finished).toMatchObject({ ok: false, error: { code: 'signInCancelled' } });
  expect(await isListening(callback)).toBe(false);
  expect((await desktop.engine.state()).signIns).toEqual([]);
});

/** Gives each profile what the first one has: a project, a binding and a token. */
function forEachProfile(home: CliHome, profiles: readonly string[]): void {
  const settings = JSON.parse(home.read('state/settings.json')) as Record<'projects' | 'tokens' | 'bindings', object[]>;
  const ids = [settings.projects, settings.bindings].flatMap((rows) => rows.map((row) => (row as { id: string }).id));
  const copies = (rows: readonly object[]) =>
    profiles.map((profile, index) => {
      const text = JSON.stringify(rows[0]).replaceAll('team-0', profile);
      return JSON.parse(ids.reduce((so, id) => so.replaceAll(id, `${id}${index}`), text)) as object;
    });
  const { projects, tokens, bindings } = settings;
  const all = { ...settings, projects: copies(projects), tokens: copies(tokens), bindings: copies(bindings) };
  home.write('state/settings.json', JSON.stringify(all), 0o600);
}

test('fifty profiles that wait for one session are one entry, one notice, one sign-in and a request each', async () => {
  const { emulator, home, engine, opened } = await aDesktop();
  const profiles = Array.from({ length: 50 }, (_, index) => `team-${index}`);
  const sections = profiles.map(
    (name) =>
      `[profile ${name}]\nsso_session = ${SSO_SESSION}\nsso_account_id = ${ACCOUNT}\nsso_role_name = Developer\nregion = ${REGION}\n`,
  );
  home.write('.aws/config', `${home.read('.aws/config')}\n${sections.join('\n')}`, 0o600);
  signIn(emulator, home);
  const added = { client: 'env', domain: 'platform', repository: 'web', execOnly: true, enabled: true } as const;
  for (const profile of profiles) home.write(`src/${profile}/.keep`, '');
  await engine.ask('binding.add', { ...added, project: home.path('src/team-0'), profile: 'team-0' });
  forEachProfile(home, profiles);
  await engine.start();
  await vi.waitFor(async () => {
    expect((await engine.state()).tokens.map(({ state }) => state)).toEqual(profiles.map(() => 'fresh'));
  }, 20_000);
  emulator.endSessions();
  expect(await engine.api.request('token.refreshAll', {})).toMatchObject({ ok: false });
  const waiting = await engine.state();
  expect(waiting.tokens.map(({ state }) => state)).toEqual(profiles.map(() => 'signInNeeded'));
  expect(waiting.signIns).toMatchObject([{ id: ID, state: 'needed', profiles: profiles.toSorted() }]);
  // Before that, it can wait.
  const lastHour = Date.parse(waiting.tokens[0]!.expiresAt!) - 1_800_000;
  // Which of the fifty tokens ends first depends on when a second was over.
  const byAny = expect.stringMatching(/^team-\d+$/) as string;
  expect(noticesFor(waiting, lastHour)).toMatchObject([{ id: `signIn:${ID}`, signIn: byAny }]);

  const asked = emulator.count('GetAuthorizationToken');
  await Promise.all(profiles.map(async (profile) => engine.ask('signIn.start', { profile })));
  expect(opened).toHaveLength(1);
  const finished = engine.core.signIns.finished(ID);
  await pressOnPage(opened[0]!);
  expect(await finished).toMatchObject({ ok: true });
  const after = await engine.state();
  expect(after.tokens.map(({ state }) => state)).toEqual(profiles.map(() => 'fresh'));
  expect(emulator.count('GetAuthorizationToken') - asked).toBe(50);
  expect(after.signIns).toEqual([]);
  expect(noticesFor(after, lastHour)).toEqual([]);
});
