import type { Result } from './problem.ts';
import type { RequestName } from './request-names.ts';
import type { Params, Value } from './requests.ts';
import type { Snapshot } from './snapshot.ts';

/** How anything talks to the engine, whatever lies between: nothing, Electron IPC or loopback HTTP. */
export type EngineClient = {
  /** Never rejects: a transport that fails answers with a problem as well. */
  request<Name extends RequestName>(name: Name, params: Params<Name>): Promise<Result<Value<Name>>>;
  /** Calls back with each newer snapshot until the returned function is called. Subscribe first, then ask `state.get`. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void;
};

/** What the preload exposes as `window.engine`: plain data and functions only. */
export type EngineBridge = {
  request(name: string, params: unknown): Promise<unknown>;
  subscribe(listener: (snapshot: unknown) => void): () => void;
};
