import { useEffect, useEffectEvent } from 'react';
import type { Params, Value } from '../../shared/contract/requests.ts';
import { useAnswer, type Answer } from './use-answer.ts';

type ListName = 'profiles.list' | 'domains.list' | 'repositories.list' | 'doctor.explain' | 'doctor.aws';

/** A list to choose from, on its way or not. */
export type Choices<Item> =
  | Exclude<Answer<unknown>, { readonly state: 'ready' }>
  | { readonly state: 'ready'; readonly items: readonly Item[] };

/** A list as `useAnswer` asks for it. */
export function useChoices<Name extends ListName>(
  name: Name,
  params: Params<Name> | null,
  occasion = '',
): { readonly choices: Choices<Value<Name>[number]>; readonly reload: () => void } {
  const { answer, askAgain } = useAnswer(name, params, occasion);
  const choices: Choices<Value<Name>[number]> =
    answer.state === 'ready' ? { state: 'ready', items: answer.value } : answer;
  return { choices, reload: askAgain };
}

/** Takes the one item of a list that has no other: where there is nothing to choose, nobody should have to. */
export function useOnlyChoice<Item>(choices: Choices<Item>, choose: (item: Item) => void): void {
  const only = choices.state === 'ready' && choices.items.length === 1 ? choices.items[0] : undefined;
  const chooseOnly = useEffectEvent(choose);
  useEffect(() => {
    if (only !== undefined) chooseOnly(only);
  }, [only]);
}
