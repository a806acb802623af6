import { describe, expect, test, vi } from 'vitest';
import type { EngineApi } from '../../../shared/contract/engine-api.ts';
import type { RequestName } from '../../../shared/contract/request-names.ts';
import { requests } from '../../../shared/contract/requests.ts';
import { snapshot as snapshotSchema } from '../../../shared/contract/snapshot.ts';
import type { Snapshot } from '../../../shared/contract/snapshot.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { anEngine } from '../../support/engine.ts';
import type { TestEngine } from '../../support/engine.ts';

/** The API as it was opened over one transport. */
export type OpenedApi = {
  readonly api: EngineApi;
  /** What came over the transport, as it was on the way. */
  readonly received: readonly string[];
  /** The host goes away, as by `kill`; the API stays. */
  lose(): Promise<void>;
};

type Transport = {
  readonly open: (engine: TestEngine) => Promise<OpenedApi>;
  /** False where no transport is in between that could fail or carry anything. */
  readonly isRemote: boolean;
};

const PLANTED = 'npm_plantedForeignSecret0123456789abcdef';
const newBinding = {
  project: 'user',
  client: 'npm',
  profile: 'work',
  domain: 'platform',
  repository: 'web',
} as const;

/** What the engine's API promises, whatever lies in between. */
export function apiContract(name: string, { open, isRemote }: Transport): void {
  async function aRunningHost() {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    home.write('.npmrc', `//other.example/:_authToken=${PLANTED}\nfund=false\n`, 0o600);
    const engine = anEngine({ home });
    await engine.start();
    const opened = await open(engine);
    return { ...opened, engine, emulator, home };
  }

  describe(`the API ${name}`, () => {
    test('answers with what the contract says, and with what the engine itself says', async () => {
      const { api, engine } = await aRunningHost();
      const added = await api.request('binding.add', newBinding);
      expect(added).toEqual({
        ok: true,
        value: { bindingId: expect.stringMatching(/^b-\w+$/), account: expect.objectContaining({ isNew: true }) },
      });
      for (const call of ['state.get', 'profiles.list'] as const) {
        const answer = await api.request(call, {});
        if (!answer.ok) throw new Error(answer.error.message);
        expect(requests[call].result.parse(answer.value)).toEqual(answer.value);
        expect(answer.value).toEqual(withoutNow(await engine.ask(call, {}), answer.value));
      }
      const domains = await api.request('domains.list', { profile: 'work' });
      expect(domains).toMatchObject({ ok: true, value: { items: [{ name: 'platform' }], more: false } });
    });

    test('shows a change to whoever asks after it was answered', async () => {
      const { api } = await aRunningHost();
      for (const paused of [true, false, true]) {
        expect(await api.request('agent.setPaused', { paused })).toEqual({ ok: true, value: {} });
        expect(await api.request('state.get', {})).toMatchObject({ ok: true, value: { paused } });
      }
    });

    test('answers a failure with the very problem of the engine', async () => {
      const { api, engine, home } = await aRunningHost();
      const failing: readonly (readonly [RequestName, unknown])[] = [
        ['binding.setEnabled', { bindingId: 'b-none', enabled: true }],
        ['project.add', { path: home.path('not/there') }],
        ['token.refresh', { tokenId: 'none' }],
        ['plan.undo', {}],
        ['domains.list', { profile: 'nobody' }],
      ];
      for (const [call, params] of failing) {
        const answer = await api.request(call, params as never);
        expect(answer, call).toMatchObject({ ok: false, error: { code: expect.any(String) } });
        expect(answer, call).toEqual(await engine.api.request(call, params as never));
      }
    });

    test('refuses wrong parameters with the same problem everywhere', async () => {
      const { api, engine } = await aRunningHost();
      const deep: unknown = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`);
      const wrong: readonly (readonly [RequestName, unknown])[] = [
        ['state.get', undefined],
        ['state.get', null],
        ['state.get', { extra: 1 }],
        ['project.add', {}],
        ['project.add', { path: '' }],
        ['project.add', { path: 42 }],
        ['agent.setPaused', { paused: 'yes' }],
        ['agent.setPaused', JSON.parse('{"__proto__":{"paused":true}}')],
        ['settings.setTheme', { theme: 'constructor' }],
        ['binding.add', { ...newBinding, client: 'toString' }],
        ['binding.add', { ...newBinding, domain: '../platform' }],
        ['binding.add', { ...newBinding, options: { scope: deep } }],
        ['plan.apply', []],
      ];
      for (const [call, params] of wrong) {
        const answer = await api.request(call, params as never);
        expect(answer, `${call} ${JSON.stringify(params)}`).toMatchObject({
          ok: false,
          error: { code: 'invalidInput' },
        });
        expect(answer).toEqual(await engine.api.request(call, params as never));
      }
    });

    // In process, the compiler sees to it.
    test.runIf(isRemote)('refuses a request that does not exist', async () => {
      const { api } = await aRunningHost();
      for (const call of ['', 'state', '__proto__', 'constructor', 'toString']) {
        const answer = await api.request(call as never, {} as never);
        expect(answer, call).toMatchObject({ ok: false, error: { code: 'invalidInput' } });
      }
    });

    test('never rejects, not even when the host goes away in the middle', async () => {
      const { api, lose } = await aRunningHost();
      const stop = api.subscribe(() => {});
      const underWay = api.request('domains.list', { profile: 'work' });
      await lose();
      expect(await underWay).toHaveProperty('ok');
      const after = await api.request('state.get', {});
      if (isRemote) expect(after).toMatchObject({ ok: false, error: { code: 'offline', retryable: true } });
      else expect(after).toHaveProperty('ok');
      stop();
    });

    test('subscribing first and asking then never leaves a page behind the engine', async () => {
      const { api, engine } = await aRunningHost();
      for (const theme of ['dark', 'light', 'system', 'dark'] as const) {
        let newest: Snapshot | null = null;
        const keep = (snapshot: Snapshot): void => {
          if (newest === null || snapshot.revision > newest.revision) newest = snapshot;
        };
        const stop = api.subscribe(keep);
        // The change happens while the page is being opened.
        const changed = engine.ask('settings.setTheme', { theme });
        const answer = await api.request('state.get', {});
        if (answer.ok) keep(answer.value);
        await changed;
        await vi.waitFor(() => expect(newest).toMatchObject({ theme }));
        stop();
      }
    });

    test('no snapshot comes twice or out of order, and the last one always comes, under 100 quick changes', async () => {
      const { api, engine } = await aRunningHost();
      const seen: Snapshot[] = [];
      const stop = api.subscribe((snapshot) => seen.push(snapshot));
      await api.request('state.get', {});
      const themes = ['dark', 'light', 'system'] as const;
      await Promise.all(
        Array.from({ length: 100 }, (_, index) => api.request('settings.setTheme', { theme: themes[index % 3]! })),
      );
      await api.request('agent.setPaused', { paused: true });
      const { revision } = await engine.state();
      await vi.waitFor(() => expect(seen.at(-1)).toMatchObject({ revision, paused: true }));
      const revisions = seen.map((snapshot) => snapshot.revision);
      expect(revisions).toEqual([...new Set(revisions)].toSorted((a, b) => a - b));
      for (const snapshot of seen) expect(snapshotSchema.parse(snapshot)).toEqual(snapshot);
      stop();
    });

    test('a listener that unsubscribed hears nothing more, while others do', async () => {
      const { api } = await aRunningHost();
      const left: number[] = [];
      const stayed: number[] = [];
      const leave = api.subscribe(({ revision }) => left.push(revision));
      const stop = api.subscribe(({ revision }) => stayed.push(revision));
      await api.request('settings.setTheme', { theme: 'dark' });
      await vi.waitFor(() => expect(stayed.length).toBeGreaterThan(0));
      leave();
      leave();
      const [heard, before] = [left.length, stayed.length];
      await api.request('settings.setTheme', { theme: 'light' });
      await vi.waitFor(() => expect(stayed.length).toBeGreaterThan(before));
      expect(left).toHaveLength(heard);
      stop();
    });

    test('no token, password or key ever crosses, whatever is asked and whatever fails', async () => {
      const { api, received, engine, emulator, home } = await aRunningHost();
      const crossed: unknown[] = [];
      const stop = api.subscribe((snapshot) => crossed.push(snapshot));
      async function ask(call: RequestName, params: unknown): Promise<void> {
        crossed.push(await api.request(call, params as never));
      }
      const { bindingId } = await engine.ask('binding.add', { ...newBinding, enabled: true });
      await ask('state.get', {});
      await ask('plan.apply', {});
      const [token] = emulator.issuedTokens;
      expect(home.read('.npmrc')).toContain(token);
      // AWS and the file system say things about tokens that must not be passed on either.
      emulator.failNext('GetAuthorizationToken', {
        status: 400,
        type: 'ValidationException',
        message: `The token ${token} is no good, nor is https://aws:${token}@host/`,
      });
      await ask('token.refreshAll', {});
      await ask('state.get', {});
      await ask('token.refreshAll', {});
      await ask('binding.setEnabled', { bindingId, enabled: false });
      await ask('state.get', {});
      await ask('plan.apply', {});
      await ask('plan.undo', {});
      await ask('profiles.list', {});
      await ask('repositories.list', { profile: 'work', domain: 'platform' });
      stop();
      expect(emulator.issuedTokens.length).toBeGreaterThan(1);
      const everything = [JSON.stringify(crossed), ...received, ...engine.logged].join('\n');
      expect(everything).toContain('platform');
      for (const secret of [...emulator.issuedTokens, PLANTED, 'planted-secret-key-of']) {
        expect(everything.includes(secret), `a secret that begins with ${secret.slice(0, 12)}`).toBe(false);
      }
    });
  });
}

/** The same value with the other's clock, which goes on between two questions. */
function withoutNow<Value>(value: Value, other: unknown): Value {
  return typeof value === 'object' && value !== null && 'now' in value
    ? { ...value, now: (other as Snapshot).now }
    : value;
}
