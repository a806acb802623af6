import { useEffect, useEffectEvent } from 'react';
import type { Params, Value } from '../../shared/contract/requests.ts';
import { useAnswer, type Answer } from './use-answer.ts';

type WholeName = 'profiles.list' | 'doctor.explain' | 'doctor.aws';
type ListedName = 'domains.list' | 'repositories.list';

/** A list to choose from, on its way or not. */
export type Choices<Item> =
  | Exclude<Answer<unknown>, { readonly state: 'ready' }>
  | { readonly state: 'ready'; readonly items: readonly Item[]; readonly more: boolean };

/** A list as `useAnswer` asks for it. */
export function useChoices<Name extends WholeName>(
  name: Name,
  params: Params<Name> | null,
  occasion = '',
): { readonly choices: Choices<Value<Name>[number]>; readonly reload: () => void } {
  const { answer, askAgain } = useAnswer(name, params, occasion);
  const choices: Choices<Value<Name>[number]> =
    answer.state === 'ready' ? { state: 'ready', items: answer.value, more: false } : answer;
  return { choices, reload: askAgain };
}

/** The same of AWS's, which may have more than the list. */
export function useListing<Name extends ListedName>(
  name: Name,
  params: Params<Name> | null,
): { readonly choices: Choices<Value<Name>['items'][number]>; readonly reload: () => void } {
  const { answer, askAgain } = useAnswer(name, params);
  if (answer.state !== 'ready') return { choices: answer, reload: askAgain };
  const { items, more } = answer.value;
  return { choices: { state: 'ready', items, more }, reload: askAgain };
}

/** Takes the one item of a list that has no other: where there is nothing to choose, nobody should have to. */
export function useOnlyChoice<Item>(choices: Choices<Item>, choose: (item: Item) => void): void {
  const only = choices.state === 'ready' && choices.items.length === 1 ? choices.items[0] : undefined;
  const chooseOnly = useEffectEvent(choose);
  useEffect(() => {
    if (only !== undefined) chooseOnly(only);
  }, [only]);
}
