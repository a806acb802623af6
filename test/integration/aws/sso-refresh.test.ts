import { mkdirSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { createAwsAccess } from '../../../shared/adapters/aws/access.ts';
import type { Emulator } from '../../../shared/emulator/index.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { aSsoHome, inThisProcess, signIn, SSO_SESSION, ssoCacheFile, writeSsoCache } from '../../support/sso-home.ts';
import type { SsoCache } from '../../support/sso-home.ts';

const PLATFORM = { domain: 'platform', domainOwner: '111122223333' };
const PAST = '2026-01-01T00:00:00Z';
const TOKEN = ['token', '--domain', 'platform', '--profile', 'sso-dev'];

/** Somebody who signed in, and whose access token has ended since. */
async function later(
  changes: { readonly [Name in keyof SsoCache]?: SsoCache[Name] | undefined } = {},
): Promise<{ emulator: Emulator; home: CliHome; cache: SsoCache }> {
  const emulator = await anEmulator();
  const home = aSsoHome(emulator);
  const cache = { ...signIn(emulator, home), expiresAt: PAST, ...changes } as SsoCache;
  writeSsoCache(home, cache);
  return { emulator, home, cache };
}

function inMinutes(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString().replace(/\.\d+/, '');
}

function cacheIn(home: CliHome): SsoCache {
  return JSON.parse(home.read(ssoCacheFile())) as SsoCache;
}

/** Nobody signs in by a browser here, so that every question for a token of a session is a refresh. */
function refreshes(emulator: Emulator): number {
  return emulator.count('CreateToken');
}

test('a session whose token has ended is refreshed without anybody being asked', async () => {
  const { emulator, home, cache } = await later();
  home.write(ssoCacheFile(), home.read(ssoCacheFile()), 0o644);
  expect(await home.run(TOKEN)).toMatchObject({ code: 0, err: '' });
  expect(refreshes(emulator)).toBe(1);
  const kept = cacheIn(home);
  expect(kept).toMatchObject({
    startUrl: cache.startUrl,
    region: cache.region,
    clientId: cache.clientId,
    clientSecret: cache.clientSecret,
    registrationExpiresAt: cache.registrationExpiresAt,
  });
  expect(kept.expiresAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(Date.parse(kept.expiresAt)).toBeGreaterThan(Date.now());
  expect(home.mode(ssoCacheFile())).toBe(0o600);
  expect((await home.run(TOKEN)).code).toBe(0);
  expect(refreshes(emulator)).toBe(1);
});

test.each([
  [14, 1],
  [16, 0],
])('with %i minutes left it is refreshed %i times', async (minutes, times) => {
  const { emulator, home } = await later({ expiresAt: inMinutes(minutes) });
  expect((await home.run(TOKEN)).code).toBe(0);
  expect(refreshes(emulator)).toBe(times);
});

test('profiles, processes and times at once make one refresh', async () => {
  const { emulator, home } = await later();
  const profiles = ['sso-dev', 'sso-dev', 'role-dev', 'sso-dev'];
  const runs = await Promise.all(
    profiles.map((profile) => home.run(['token', '--domain', 'platform', '--profile', profile])),
  );
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  expect(refreshes(emulator)).toBe(1);
  expect(readdirSync(home.path('.aws/sso/cache')).filter((name) => !name.endsWith('.json'))).toEqual([]);
});

test('a refresh that AWS refuses asks for a sign-in', async () => {
  const { emulator, home } = await later();
  emulator.endSessions();
  const run = await home.run(TOKEN);
  expect(run.code).toBe(3);
  expect(run.err).toContain('The SSO session of profile sso-dev has ended.');
  expect(run.err).toContain('$ codeartifact-tray sign-in --profile sso-dev');
});

test.each([
  ['whose registration has ended', { registrationExpiresAt: PAST }],
  ['without a registration', { clientId: undefined, clientSecret: undefined }],
  ['without a refresh token', { refreshToken: undefined }],
])('a session %s asks for a sign-in, and no file but its own holds a secret of it', async (_, changes) => {
  const { emulator, home } = await later(changes);
  const before = home.read(ssoCacheFile());
  expect(await home.run(TOKEN)).toMatchObject({ code: 3, out: '' });
  expect(refreshes(emulator)).toBe(0);
  expect(readdirSync(home.path('.aws/sso/cache')).map((name) => `.aws/sso/cache/${name}`)).toEqual([ssoCacheFile()]);
  expect(home.read(ssoCacheFile())).toBe(before);
});

test('while its token lives, a refresh that fails is no problem, and is not repeated at once', async () => {
  const { emulator, home } = await later({ expiresAt: inMinutes(3) });
  emulator.failNext('CreateToken', { status: 503, type: 'InternalServerException', message: '' }, 10);
  const access = createAwsAccess(inThisProcess(home));
  for (let time = 0; time < 3; time += 1) {
    expect(await access.token({ ...PLATFORM, profile: 'sso-dev' }, undefined)).toMatchObject({ ok: true });
  }
  // One attempt of ours, which the SDK repeats once.
  expect(refreshes(emulator)).toBe(2);
});

test('without a network it is offline and nobody is sent to sign in', async () => {
  const { emulator, home } = await later();
  await emulator.stop();
  const run = await home.run([...TOKEN, '--region', 'eu-west-1']);
  expect(run.code).toBe(6);
  expect(run.err).not.toContain('$ codeartifact-tray sign-in');
});

test.each([
  ['long ago', -60_000],
  ['before the clock was set back', 3_600_000],
])('a lock that a process left behind %s is taken over', async (_, milliseconds) => {
  const { home } = await later();
  const lock = home.path(`${ssoCacheFile()}.lock`);
  mkdirSync(lock);
  const left = new Date(Date.now() + milliseconds);
  utimesSync(lock, left, left);
  expect((await home.run(TOKEN)).code).toBe(0);
});

test('a session that another process refreshes for too long is said to be, and is asked for again by itself', async () => {
  const { emulator, home } = await later();
  mkdirSync(home.path(`${ssoCacheFile()}.lock`));
  const access = createAwsAccess(inThisProcess(home));
  const begun = performance.now();
  let looks = 0;
  // Each look is a second later.
  const spy = vi.spyOn(performance, 'now').mockImplementation(() => begun + 1000 * looks++);
  const answer = await access.token({ ...PLATFORM, profile: 'sso-dev' }, undefined);
  spy.mockRestore();
  expect(answer).toMatchObject({ ok: false, error: { code: 'timeout', retryable: true } });
  expect(refreshes(emulator)).toBe(0);
});

test('who signed out has no token left in this process either', async () => {
  const { home } = await later({ expiresAt: inMinutes(60) });
  const access = createAwsAccess(inThisProcess(home));
  expect(await access.token({ ...PLATFORM, profile: 'sso-dev' }, undefined)).toMatchObject({ ok: true });
  rmSync(home.path(ssoCacheFile(SSO_SESSION)));
  const after = await access.token({ ...PLATFORM, profile: 'sso-dev' }, undefined);
  expect(after).toMatchObject({ ok: false, error: { code: 'signInNeeded' } });
});

test('a session whose file can not be removed is not said to be ended', async () => {
  const { home } = await later();
  rmSync(home.path(ssoCacheFile()));
  mkdirSync(home.path(ssoCacheFile()));
  const run = await home.run(['sign-out', '--profile', 'sso-dev']);
  expect(run).toMatchObject({ code: 7, out: '' });
  expect(run.err).toContain(`The session can't be removed from ${home.path(ssoCacheFile())}.`);
});
