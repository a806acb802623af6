import { useEffect, useEffectEvent, useState } from 'react';
import type { Problem } from '../../shared/contract/problem.ts';
import type { Params, Value } from '../../shared/contract/requests.ts';
import { usePage } from './page-state.ts';

type ListName = 'profiles.list' | 'domains.list' | 'repositories.list' | 'doctor.explain';

/** A list to choose from, on its way or not. */
export type Choices<Item> =
  | { readonly state: 'idle' | 'loading' }
  | { readonly state: 'ready'; readonly items: readonly Item[] }
  | { readonly state: 'failed'; readonly problem: Problem };

type Loaded<Name extends ListName> = { readonly key: string; readonly choices: Choices<Value<Name>[number]> };

/**
 * Loads a list and loads it again whenever its parameters or the occasion change; null parameters mean that it is too early to ask.
 * An answer that comes after the parameters changed is dropped.
 */
export function useChoices<Name extends ListName>(
  name: Name,
  params: Params<Name> | null,
  occasion = '',
): { readonly choices: Choices<Value<Name>[number]>; readonly reload: () => void } {
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
      const choices: Choices<Value<Name>[number]> = result.ok
        ? { state: 'ready', items: result.value }
        : { state: 'failed', problem: result.error };
      setLoaded({ key: loadKey, choices });
    }
    void load(key);
    return () => {
      isCurrent = false;
    };
  }, [key]);

  const isCurrent = key !== null && loaded?.key === key;
  return {
    choices: isCurrent ? loaded.choices : { state: key === null ? 'idle' : 'loading' },
    reload: () => setAttempt((count) => count + 1),
  };
}

/** Takes the one item of a list that has no other: where there is nothing to choose, nobody should have to. */
export function useOnlyChoice<Item>(choices: Choices<Item>, choose: (item: Item) => void): void {
  const only = choices.state === 'ready' && choices.items.length === 1 ? choices.items[0] : undefined;
  const chooseOnly = useEffectEvent(choose);
  useEffect(() => {
    if (only !== undefined) chooseOnly(only);
  }, [only]);
}
