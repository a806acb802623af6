import { createContext, use, useSyncExternalStore } from 'react';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { MINUTE } from '../../shared/view/time/duration.ts';
import type { EngineLink } from '../transport/link.ts';
import { createHostClock, type HostClock } from './clock.ts';
import { createStatusStore, type StatusStore } from './status.ts';
import { createEngineStore, type EngineStore, type EngineView } from './store.ts';

/** Everything a page holds besides what React does. */
export type PageState = {
  readonly link: EngineLink;
  readonly clock: HostClock;
  readonly store: EngineStore;
  readonly status: StatusStore;
};

export function createPageState(link: EngineLink): PageState {
  const clock = createHostClock();
  return { link, clock, store: createEngineStore(link, clock), status: createStatusStore() };
}

export const PageContext = createContext<PageState | null>(null);

export function usePage(): PageState {
  const page = use(PageContext);
  if (page === null) throw new Error('A screen was rendered outside of the page.');
  return page;
}

export function useEngineView(): EngineView {
  const { store } = usePage();
  return useSyncExternalStore(store.subscribe, store.get);
}

/** The snapshot, for everything below the point where there is one. */
export function useSnapshot(): Snapshot {
  const { snapshot } = useEngineView();
  if (snapshot === null) throw new Error('A screen was rendered before the first snapshot.');
  return snapshot;
}

/** The host's time to the minute, in milliseconds since 1970; for what changes no more often. */
export function useMinute(): number {
  const { clock } = usePage();
  return useSyncExternalStore(clock.subscribe, () => clock.now() - (clock.now() % MINUTE));
}

/** A text that depends on the host's time; renders the caller only when it becomes another text. */
export function useTextAt(textAt: (now: number) => string): string {
  const { clock } = usePage();
  return useSyncExternalStore(clock.subscribe, () => textAt(clock.now()));
}
