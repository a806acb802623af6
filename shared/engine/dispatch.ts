import type { EngineClient } from '../contract/engine-client.ts';
import { failed, problemOf } from '../contract/problem.ts';
import type { Result } from '../contract/problem.ts';
import { isRequestName } from '../contract/request-names.ts';

/** Entry for requests that come over a transport: anything may be in them. The client validates the params. */
export async function dispatch(client: EngineClient, name: unknown, params: unknown): Promise<Result<unknown>> {
  if (!isRequestName(name)) return failed(problemOf('invalidInput', 'There is no such request.'));
  return client.request(name, params as never);
}
