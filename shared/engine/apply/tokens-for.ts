import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { Plan } from '../plan/plan.ts';
import type { Step } from '../plan/plan-file.ts';
import { byId } from '../state/settings.ts';
import type { Settings, TokenSettings } from '../state/settings.ts';
import type { Obtained, TokenBroker } from '../tokens/broker.ts';

/** The tokens that a plan is carried out with, by id, and the bindings that have to do without. */
export type TokensFor = {
  readonly values: ReadonlyMap<string, string>;
  /** By binding id, why its token can't be had. */
  readonly excluded: ReadonlyMap<string, Problem>;
  /** Nobody has asked for these yet. */
  readonly lacks: readonly TokenSettings[];
};

/** What the chosen steps of a plan need, of what there is and of what was asked for. Asks nobody. */
export async function tokensFor(
  { files }: Plan,
  only: (step: Step) => boolean,
  settings: Settings,
  broker: Pick<TokenBroker, 'held'>,
  answers: ReadonlyMap<string, Result<Obtained>>,
): Promise<Result<TokensFor>> {
  const steps = files.flatMap((file) => file.steps);
  const needed = new Set(
    steps.flatMap((step) => (step.kind === 'set' && step.tokenId !== null && only(step) ? [step.tokenId] : [])),
  );
  const known = settings.tokens.filter(({ id }) => needed.has(id));
  const held = await broker.held(known);
  if (!held.ok) return held;
  const values = new Map(held.value);
  const excluded = new Map<string, Problem>();
  for (const id of needed) {
    const answer = byId(known, id) === undefined ? failed(missingToken(id)) : answers.get(id);
    if (values.has(id) || answer === undefined) continue;
    if (answer.ok) values.set(id, answer.value.token);
    else
      for (const { id: binding, tokenId } of settings.bindings) if (tokenId === id) excluded.set(binding, answer.error);
  }
  const lacks = known.filter(({ id }) => !values.has(id) && !answers.has(id));
  return ok({ values, excluded, lacks });
}

/** Those of the tokens that AWS issued just now. */
export function newlyIssued(
  tokens: readonly TokenSettings[],
  answers: ReadonlyMap<string, Result<Obtained>>,
): readonly TokenSettings[] {
  return tokens.filter(({ id }) => {
    const answer = answers.get(id);
    return answer?.ok === true && answer.value.isNew;
  });
}

function missingToken(tokenId: string): Problem {
  return problemOf('tokenNotFound', `No token is configured under ${tokenId}.`, {
    advice: 'Remove the binding and add it again.',
  });
}
