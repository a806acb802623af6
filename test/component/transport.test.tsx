import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bridgeLink } from '../../renderer/transport/bridge-link.ts';
import { httpLink } from '../../renderer/transport/http-link.ts';
import type { LinkState } from '../../renderer/transport/link.ts';
import { ok, problemOf } from '../../shared/contract/problem.ts';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { aBusySnapshot } from '../support/snapshots.ts';

/** Stands in for the browser's own, so that a test decides when it opens, breaks and speaks. */
class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeEventSource[] = [];
  readyState = 1;
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
    FakeEventSource.opened.push(this);
  }
  say(snapshot: unknown): void {
    this.dispatchEvent(new MessageEvent('snapshot', { data: JSON.stringify(snapshot) }));
  }
  break(readyState: number): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event('error'));
  }
  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }
}

const fetched = vi.fn<typeof fetch>();

beforeEach(() => {
  FakeEventSource.opened = [];
  fetched.mockReset();
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.stubGlobal('fetch', fetched);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A subscribed link over HTTP with what it told, and its event source. */
function watchedLink() {
  const link = httpLink();
  const states: LinkState[] = [];
  const snapshots: Snapshot[] = [];
  link.watchLink((state) => states.push(state));
  const unsubscribe = link.subscribe((snapshot) => snapshots.push(snapshot));
  const [source] = FakeEventSource.opened;
  return { link, states, snapshots, unsubscribe, source: source! };
}

test('posts a request as JSON to this origin and reads the result', async () => {
  fetched.mockResolvedValue(Response.json(ok({ projectId: 'p9' })));
  const result = await httpLink().request('project.add', { path: '/src' });
  expect(result).toEqual(ok({ projectId: 'p9' }));
  const [address, init] = fetched.mock.calls[0]!;
  expect(address).toBe('/api/request');
  expect(init).toMatchObject({
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"project.add","params":{"path":"/src"}}',
  });
});

test('hands on the problem that the engine names', async () => {
  const problem = problemOf('locked', 'Another process is writing.', { retryable: true });
  fetched.mockResolvedValue(Response.json({ ok: false, error: problem }));
  expect(await httpLink().request('plan.discard', {})).toEqual({ ok: false, error: problem });
});

test('answers with a problem when nobody answers', async () => {
  fetched.mockRejectedValue(new TypeError('Failed to fetch'));
  expect(await httpLink().request('plan.discard', {})).toMatchObject({
    ok: false,
    error: { code: 'offline', message: 'The app does not answer.', retryable: true },
  });
});

test('does not pass on an answer that breaks the contract', async () => {
  fetched.mockResolvedValue(Response.json(ok({ projectId: 9 })));
  expect(await httpLink().request('project.add', { path: '/src' })).toMatchObject({
    ok: false,
    error: { code: 'unexpected' },
  });
});

test('follows snapshots and drops what is none', () => {
  const { source, snapshots, unsubscribe } = watchedLink();
  source.say({ revision: 'seven' });
  source.say(aBusySnapshot());
  expect(source.url).toBe('/api/events');
  expect(snapshots).toEqual([aBusySnapshot()]);
  unsubscribe();
  expect(source.readyState).toBe(FakeEventSource.CLOSED);
});

test('is lost while the browser reconnects, and open again after', () => {
  const { source, states } = watchedLink();
  source.dispatchEvent(new Event('open'));
  source.break(0);
  source.dispatchEvent(new Event('open'));
  expect(states).toEqual(['opening', 'open', 'lost', 'open']);
  expect(FakeEventSource.opened).toHaveLength(1);
});

test('opens a new stream by itself where the browser gave up', async () => {
  vi.useFakeTimers();
  const { source, states } = watchedLink();
  fetched.mockRejectedValue(new TypeError('Failed to fetch'));
  source.break(FakeEventSource.CLOSED);
  await vi.advanceTimersByTimeAsync(3000);
  expect(FakeEventSource.opened).toHaveLength(2);
  FakeEventSource.opened[1]!.dispatchEvent(new Event('open'));
  expect(states).toEqual(['opening', 'lost', 'open']);
});

test('stops trying and says so when the key is refused', async () => {
  vi.useFakeTimers();
  const { source, states } = watchedLink();
  fetched.mockImplementation(async () => new Response('no', { status: 401 }));
  source.break(FakeEventSource.CLOSED);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(states).toEqual(['opening', 'lost', 'keyRefused']);
  expect(FakeEventSource.opened).toHaveLength(1);
  expect(fetched).toHaveBeenCalledTimes(1);
});

test('the bridge never rejects and never passes on what breaks the contract', async () => {
  const answers: (() => Promise<unknown>)[] = [
    async () => ok({}),
    async () => ok({ written: 'all' }),
    async () => Promise.reject(new Error('the main process is gone')),
  ];
  const listeners: ((data: unknown) => void)[] = [];
  const link = bridgeLink({
    request: async () => answers.shift()?.(),
    subscribe(listener) {
      listeners.push(listener);
      return () => listeners.pop();
    },
  });
  expect(await link.request('plan.discard', {})).toEqual(ok({}));
  expect(await link.request('plan.apply', {})).toMatchObject({ ok: false, error: { code: 'unexpected' } });
  expect(await link.request('plan.apply', {})).toMatchObject({ ok: false, error: { code: 'offline' } });
  const snapshots: Snapshot[] = [];
  const unsubscribe = link.subscribe((snapshot) => snapshots.push(snapshot));
  listeners[0]!({ revision: 1 });
  listeners[0]!(aBusySnapshot());
  expect(snapshots).toEqual([aBusySnapshot()]);
  unsubscribe();
  expect(listeners).toEqual([]);
});
