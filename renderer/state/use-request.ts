import { useRef, useState } from 'react';
import type { Result } from '../../shared/contract/problem.ts';
import type { RequestName } from '../../shared/contract/request-names.ts';
import type { Params, Value } from '../../shared/contract/requests.ts';
import { usePage } from './page-state.ts';

type RequestState<Name extends RequestName> = {
  readonly pending: boolean;
  /** Null when the same request is still under way: a second click changes nothing. */
  readonly send: (params: Params<Name>) => Promise<Result<Value<Name>> | null>;
};

/** One kind of request with its pending state; whoever sends decides where a problem is shown. */
export function useRequest<Name extends RequestName>(name: Name): RequestState<Name> {
  const { link } = usePage();
  const [pending, setPending] = useState(false);
  const busy = useRef(false);

  async function send(params: Params<Name>): Promise<Result<Value<Name>> | null> {
    if (busy.current) return null;
    busy.current = true;
    setPending(true);
    const result = await link.request(name, params);
    busy.current = false;
    setPending(false);
    return result;
  }

  return { pending, send };
}

/** Like `useRequest`, and a problem goes to the status line. Answers the value, or null when there is none. */
export function useCommand<Name extends RequestName>(
  name: Name,
): { readonly pending: boolean; readonly run: (params: Params<Name>) => Promise<Value<Name> | null> } {
  const { status } = usePage();
  const { pending, send } = useRequest(name);

  async function run(params: Params<Name>): Promise<Value<Name> | null> {
    const result = await send(params);
    if (result === null) return null;
    if (result.ok) return result.value;
    status.problem(result.error);
    return null;
  }

  return { pending, run };
}
