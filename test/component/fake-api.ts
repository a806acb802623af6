import { failed, ok, type Problem, type Result } from '../../shared/contract/problem.ts';
import type { RequestName } from '../../shared/contract/request-names.ts';
import type { Params, Value } from '../../shared/contract/requests.ts';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import type { EngineLink, LinkState } from '../../renderer/transport/link.ts';

export type SentRequest = { readonly name: RequestName; readonly params: unknown };

/** An engine made of one snapshot: it records what is asked, answers as told, and pushes snapshots. */
export type FakeApi = EngineLink & {
  /** What was asked, without the page's own `state.get`. */
  readonly sent: readonly SentRequest[];
  /** Answers every further request of this name with a value; without one, lists are empty and other requests answer an empty object. */
  answer<Name extends RequestName>(name: Name, value: Value<Name>): void;
  fail(name: RequestName, problem: Problem): void;
  /** Leaves every further request of this name without an answer until the returned function is called. */
  hold(name: RequestName): () => void;
  /** Sends a newer snapshot: the last one with these changes. */
  push(changes: Partial<Snapshot>): void;
  setLink(state: LinkState): void;
};

export function fakeApi(initial: Snapshot): FakeApi {
  const sent: SentRequest[] = [];
  const answers = new Map<RequestName, Result<unknown>>();
  const gates = new Map<RequestName, Promise<void>>();
  const snapshotListeners = new Set<(snapshot: Snapshot) => void>();
  const linkListeners = new Set<(state: LinkState) => void>();
  let snapshot = initial;
  let link: LinkState = 'open';

  return {
    sent,
    async request<Name extends RequestName>(name: Name, params: Params<Name>): Promise<Result<Value<Name>>> {
      if (name !== 'state.get') sent.push({ name, params });
      await gates.get(name);
      return (answers.get(name) ?? ok(standard(name, snapshot))) as Result<Value<Name>>;
    },
    subscribe(listener) {
      snapshotListeners.add(listener);
      return () => snapshotListeners.delete(listener);
    },
    watchLink(listener) {
      linkListeners.add(listener);
      listener(link);
      return () => linkListeners.delete(listener);
    },
    answer(name, value) {
      answers.set(name, ok(value));
    },
    fail(name, problem) {
      answers.set(name, failed(problem));
    },
    hold(name) {
      const { promise, resolve } = Promise.withResolvers<void>();
      gates.set(name, promise);
      return () => {
        gates.delete(name);
        resolve();
      };
    },
    push(changes) {
      snapshot = { ...snapshot, revision: snapshot.revision + 1, ...changes };
      for (const listener of snapshotListeners) listener(snapshot);
    },
    setLink(state) {
      link = state;
      for (const listener of linkListeners) listener(state);
    },
  };
}

function standard(name: RequestName, snapshot: Snapshot): unknown {
  if (name === 'state.get') return snapshot;
  if (name === 'profiles.account')
    return { account: null, saidBy: null, domainOwner: null, ownerSaidBy: null, warning: null };
  if (name === 'domains.list' || name === 'repositories.list') return { items: [], more: false };
  return name.endsWith('.list') || name === 'doctor.aws' ? [] : {};
}
