import { expect, test, vi } from 'vitest';
import { failed, ok, problemOf } from '../../../shared/contract/problem.ts';
import type { Result } from '../../../shared/contract/problem.ts';
import type { SignInMethod } from '../../../shared/contract/sign-in.ts';
import { createSignIns } from '../../../shared/engine/sign-in/sign-ins.ts';
import type { AwsSignIn, BegunSignIn, SignInSession, WaitingProfile } from '../../../shared/ports/aws-sign-in.ts';

const cancelled = failed(problemOf('signInCancelled', 'Cancelled.'));
const refused = failed(problemOf('signInRefused', 'Refused.'));
const session: SignInSession = { id: 'sso:corp', name: 'corp', way: 'sso' };
const PAGE = 'https://oidc.eu-west-1.amazonaws.com/authorize?x';

type Begun = {
  readonly profile: string;
  readonly method: SignInMethod;
  readonly signal: AbortSignal;
  end(result: Result<void>): void;
};

type PersonOptions = { readonly url?: string; readonly hasBrowser?: boolean; readonly until?: Promise<void> };

/** Sign-ins of a person whose profiles all share one session; `until`: when AWS answers. */
function aPerson({ url = PAGE, hasBrowser = true, until }: PersonOptions = {}) {
  const begun: Begun[] = [];
  const opened: string[] = [];
  const noted: string[] = [];
  const refreshed: string[] = [];
  const aws: AwsSignIn = {
    sessionOf: async () => ok(session),
    sessionsOf: async (waiting) => ok(new Map(waiting.map(({ profile }) => [profile, session]))),
    async begin(profile, _, method, signal) {
      const { promise: done, resolve: end } = Promise.withResolvers<Result<void>>();
      signal.addEventListener('abort', () => end(cancelled));
      begun.push({ profile, method, signal, end });
      await until;
      const waiting: BegunSignIn = { url, userCode: null, expiresAt: 0, enterCode: null, done };
      return ok(waiting);
    },
    end: async () => ok({ name: session.name, profiles: ['a'], problem: null }),
  };
  const signIns = createSignIns({
    aws,
    openExternal: hasBrowser ? (page) => void opened.push(page) : null,
    note: (kind, message) => void noted.push(`${kind} ${message}`),
    changed() {},
    refreshWaiting: async ({ id }) => void refreshed.push(id),
  });
  return { signIns, begun, opened, noted, refreshed };
}

function waits(profile: string): WaitingProfile {
  return { profile, needs: 'session' };
}

test('fifty profiles of one session have one entry, one sign-in and one page', async () => {
  const { signIns, begun, opened, refreshed, noted } = aPerson();
  const profiles = Array.from({ length: 50 }, (_, index) => `p${index}`);
  expect(await signIns.views(profiles.map(waits))).toMatchObject([{ id: 'sso:corp', state: 'needed', url: null }]);
  const started = await Promise.all(profiles.map((profile) => signIns.start(profile, undefined)));
  expect(new Set(started.map((one) => one.ok && one.value.signInId))).toEqual(new Set(['sso:corp']));
  expect(begun).toHaveLength(1);
  expect(opened).toEqual([PAGE]);
  const [view] = await signIns.views(profiles.map(waits));
  expect(view).toMatchObject({ state: 'waiting', url: PAGE, expiresAt: '1970-01-01T00:00:00.000Z' });
  expect(view!.profiles).toHaveLength(50);
  const finished = signIns.finished('sso:corp');
  begun[0]!.end(ok(undefined));
  expect(await finished).toEqual(ok(undefined));
  expect(refreshed).toEqual(['sso:corp']);
  expect(noted).toEqual(['signedIn Signed in to corp']);
  expect(await signIns.views([])).toEqual([]);
});

test('who asks once more is shown the page again', async () => {
  const { signIns, begun, opened } = aPerson();
  await signIns.start('a', undefined);
  await signIns.start('b', undefined);
  expect([begun.length, opened.length]).toEqual([1, 2]);
});

test('cancelled before there is anything to open, nothing opens', async () => {
  const { promise: until, resolve: asked } = Promise.withResolvers<void>();
  const { signIns, begun, opened, refreshed } = aPerson({ until });
  const starting = signIns.start('a', undefined);
  await vi.waitFor(() => expect(begun).toHaveLength(1));
  signIns.cancel('sso:corp');
  signIns.cancel('sso:corp');
  asked();
  expect(await starting).toMatchObject({ ok: false, error: { code: 'signInCancelled' } });
  expect([opened, refreshed, await signIns.views([])]).toEqual([[], [], []]);
});

test('another way takes the place of the one that is going on', async () => {
  const { signIns, begun, opened } = aPerson();
  await signIns.start('a', 'browser');
  await signIns.start('a', 'code');
  expect(begun.map(({ method, signal }) => [method, signal.aborted])).toEqual([
    ['browser', true],
    ['code', false],
  ]);
  expect(opened).toHaveLength(1);
  expect(await signIns.views([])).toMatchObject([{ state: 'waiting' }]);
});

test('nothing is opened by a host without a browser, which takes the code', async () => {
  const { signIns, begun, opened } = aPerson({ hasBrowser: false });
  await signIns.start('a', undefined);
  expect(begun[0]!.method).toBe('code');
  expect(opened).toEqual([]);
});

test('one that was cancelled leaves nothing, and may be begun again', async () => {
  const { signIns, begun, noted } = aPerson();
  await signIns.start('a', undefined);
  const finished = signIns.finished('sso:corp');
  signIns.cancel('sso:corp');
  expect(await finished).toEqual(cancelled);
  expect(begun[0]!.signal.aborted).toBe(true);
  expect(await signIns.views([])).toEqual([]);
  expect(noted).toEqual([]);
  await signIns.start('a', undefined);
  expect(begun).toHaveLength(2);
});

test('one that failed says why for as long as somebody waits, and may be begun again', async () => {
  const { signIns, begun, noted, refreshed } = aPerson();
  await signIns.start('a', undefined);
  const finished = signIns.finished('sso:corp');
  begun[0]!.end(refused);
  expect(await finished).toEqual(refused);
  expect(await signIns.views([waits('a')])).toMatchObject([
    { state: 'failed', url: null, problem: { code: 'signInRefused' } },
  ]);
  expect(await signIns.views([])).toEqual([]);
  expect(await signIns.views([waits('a')])).toMatchObject([{ state: 'needed', problem: null }]);
  expect([noted, refreshed]).toEqual([['problem Refused.'], []]);
  await signIns.start('a', undefined);
  expect(await signIns.views([waits('a')])).toMatchObject([{ state: 'waiting', problem: null }]);
});

test.each(['javascript:alert(1)', 'file:///etc/passwd', 'http://example.com/device', 'calc://x', 'https://a:b@c/', ''])(
  'nothing but a page is opened: %s',
  async (url) => {
    const { signIns, begun, opened } = aPerson({ url });
    expect(await signIns.start('a', undefined)).toMatchObject({ ok: false, error: { code: 'intercepted' } });
    expect(await signIns.finished('sso:corp')).toMatchObject({ ok: false });
    expect(opened).toEqual([]);
    expect(begun[0]!.signal.aborted).toBe(true);
    expect(await signIns.views([waits('a')])).toMatchObject([{ state: 'failed', url: null }]);
  },
);

test('one that failed for a profile that no token waits for stays until it is begun again, or put away', async () => {
  const { signIns, begun } = aPerson();
  for (const next of ['begun again', 'put away']) {
    await signIns.start('a', undefined);
    const finished = signIns.finished('sso:corp');
    begun.at(-1)!.end(refused);
    await finished;
    for (let look = 0; look < 2; look += 1) {
      expect(await signIns.views([])).toMatchObject([
        { state: 'failed', profiles: ['a'], problem: { code: 'signInRefused' } },
      ]);
    }
    if (next === 'put away') signIns.cancel('sso:corp');
  }
  expect(await signIns.views([])).toEqual([]);
});

test('an engine that stops leaves nothing running', async () => {
  const { signIns, begun } = aPerson();
  await signIns.start('a', undefined);
  signIns.stop();
  expect(begun[0]!.signal.aborted).toBe(true);
});
