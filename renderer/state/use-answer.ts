import { useEffect, useEffectEvent, useState } from 'react';
import type { Problem } from '../../shared/contract/problem.ts';
import type { RequestName } from '../../shared/contract/request-names.ts';
import type { Params, Value } from '../../shared/contract/requests.ts';
import { usePage } from './page-state.ts';

/** What a page asks for by itself, on its way or not. */
export type Answer<Given> =
  | { readonly state: 'idle' | 'loading' }
  | { readonly state: 'ready'; readonly value: Given }
  | { readonly state: 'failed'; readonly problem: Problem };

type Loaded<Name extends RequestName> = { readonly key: string; readonly answer: Answer<Value<Name>> };

/**
 * Asks, and asks again whenever the parameters or the occasion change; null parameters mean that it is too early to ask.
 * An answer that comes after the parameters changed is dropped.
 */
export function useAnswer<Name extends RequestName>(
  name: Name,
  params: Params<Name> | null,
  occasion = '',
): { readonly answer: Answer<Value<Name>>; readonly askAgain: () => void } {
  const { link } = usePage();
  const [attempt, setAttempt] = useState(0);
  const [loaded, setLoaded] = useState<Loaded<Name> | null>(null);
  const key = params === null ? null : `${attempt} ${JSON.stringify(params)} ${occasion}`;

  const request = useEffectEvent(async () => (params === null ? null : link.request(name, params)));

  useEffect(() => {
    if (key === null) return undefined;
    let isCurrent = true;
    async function load(loadKey: string): Promise<void> {
      const result = await request();
      if (result === null || !isCurrent) return;
      const answer: Answer<Value<Name>> = result.ok
        ? { state: 'ready', value: result.value }
        : { state: 'failed', problem: result.error };
      setLoaded({ key: loadKey, answer });
    }
    void load(key);
    return () => {
      isCurrent = false;
    };
  }, [key]);

  const isCurrent = key !== null && loaded?.key === key;
  return {
    answer: isCurrent ? loaded.answer : { state: key === null ? 'idle' : 'loading' },
    askAgain: () => setAttempt((count) => count + 1),
  };
}
