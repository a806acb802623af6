import type { Problem } from '../../shared/contract/problem.ts';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import type { EngineLink, LinkState } from '../transport/link.ts';
import type { HostClock } from './clock.ts';
import { createListeners } from './listeners.ts';

/** All a page renders from: the newest snapshot (null before the first), the link, and why there is no snapshot yet. */
export type EngineView = {
  readonly snapshot: Snapshot | null;
  readonly link: LinkState;
  readonly problem: Problem | null;
};

export type EngineStore = {
  readonly get: () => EngineView;
  readonly subscribe: (listener: () => void) => () => void;
  /** Begins to follow the engine; the returned function stops. */
  readonly start: () => () => void;
  /** Asks for the state once more, after it could not be had. */
  readonly load: () => Promise<void>;
};

/** Follows the engine by one rule: subscribe first, then ask for the state, and keep the higher revision. */
export function createEngineStore(link: EngineLink, clock: HostClock): EngineStore {
  const listeners = createListeners();
  let view: EngineView = { snapshot: null, link: 'opening', problem: null };
  // A host that was started anew counts revisions from the beginning again.
  let hostMayBeNew = false;

  function update(change: Partial<EngineView>): void {
    view = { ...view, ...change };
    listeners.notify();
  }

  function accept(snapshot: Snapshot): void {
    if (!hostMayBeNew && view.snapshot !== null && snapshot.revision <= view.snapshot.revision) return;
    hostMayBeNew = false;
    clock.align(snapshot.now);
    update({ snapshot, problem: null });
  }

  async function load(): Promise<void> {
    const answer = await link.request('state.get', {});
    if (answer.ok) accept(answer.value);
    else if (view.snapshot === null) update({ problem: answer.error });
  }

  function followLink(state: LinkState): void {
    if (state === view.link) return;
    const isBack = view.link === 'lost' && state === 'open';
    update({ link: state });
    if (!isBack) return;
    hostMayBeNew = true;
    void load();
  }

  return {
    get: () => view,
    subscribe: listeners.subscribe,
    load,
    start() {
      const unsubscribe = link.subscribe(accept);
      const unwatch = link.watchLink(followLink);
      void load();
      return () => {
        unwatch();
        unsubscribe();
      };
    },
  };
}
