import type { Result } from './problem.ts';
import type { RequestName } from './request-names.ts';
import type { Params, Value } from './requests.ts';
import type { Snapshot } from './snapshot.ts';

/** What screens have of the engine, whatever lies between: nothing, Electron IPC or loopback HTTP. It never answers a secret. */
export type EngineApi = {
  /** Never rejects: a transport that fails answers with a problem as well. */
  request<Name extends RequestName>(name: Name, params: Params<Name>): Promise<Result<Value<Name>>>;
  /** Calls back with each newer snapshot until the returned function is called. Subscribe first, then ask `state.get`. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void;
};

/** The same API for what carries requests: a name and params that nobody has looked at yet. The engine checks both. */
export type CarriedApi = {
  request(name: unknown, params: unknown): Promise<Result<unknown>>;
  subscribe: EngineApi['subscribe'];
};

/** What the preload exposes as `window.engine`: plain data and functions only. */
export type EngineBridge = {
  request(name: string, params: unknown): Promise<unknown>;
  subscribe(listener: (snapshot: unknown) => void): () => void;
};
