import type { EngineApi } from '../../shared/contract/engine-api.ts';

/**
 * How the way to the engine is: being opened, open, broken (it is being tried again), or refused because this page's
 * key is not valid any more.
 */
export type LinkState = 'opening' | 'open' | 'lost' | 'keyRefused';

/** The engine’s API, which also tells how its transport is doing. */
export type EngineLink = EngineApi & {
  /** Calls back with each new state until the returned function is called; starts out as `opening`. */
  watchLink(listener: (state: LinkState) => void): () => void;
};
