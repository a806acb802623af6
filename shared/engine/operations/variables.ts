import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import { findClient } from '../clients/index.ts';
import type { Core } from '../core/core.ts';
import { isInside } from '../files/display-path.ts';
import { clientBindingOf, projectPathOf } from '../plan/desired.ts';
import { fillTemplate } from '../secrets/slot.ts';
import type { BindingSettings, Settings } from '../state/settings.ts';
import { obtainTokens } from './tokens.ts';

/** Variable that many build files read the token from (AWS user guide, tokens-authentication). */
export const TOKEN_VARIABLE = 'CODEARTIFACT_AUTH_TOKEN';

/**
 * Variables that make every switched-on client use its repository in a folder: those of the user level, and over them
 * those of the innermost project around the folder. Holds secrets: pass it to a child process, show it to nobody.
 */
export async function variablesFor(core: Core, folder: string): Promise<Result<Readonly<Record<string, string>>>> {
  return core.state.exclusively(async () => {
    const state = await core.state.read();
    if (!state.ok) return state;
    const { settings } = state.value;
    const bindings = bindingsAround(settings, folder);
    if (bindings.length === 0) {
      return failed(
        problemOf('bindingNotFound', `No repository is switched on for ${folder}.`, {
          advice: 'Switch one on.',
          command: 'codeartifact-tray list',
        }),
      );
    }
    const used = settings.tokens.filter(({ id }) => bindings.some(({ tokenId }) => tokenId === id));
    const tokens = await obtainTokens(core, used);
    if (!tokens.ok) return tokens;
    const variables: Record<string, string> = {};
    for (const binding of bindings) {
      const token = tokens.value.get(binding.tokenId);
      if (token === undefined) continue;
      const templates = findClient(binding.client)?.variables(clientBindingOf(settings, binding)) ?? {};
      for (const [name, template] of Object.entries(templates)) variables[name] = fillTemplate(template, token);
      variables[TOKEN_VARIABLE] = token;
    }
    return ok(variables);
  });
}

/** Outermost first, so that the innermost has the last word. */
function bindingsAround(settings: Settings, folder: string): readonly BindingSettings[] {
  return settings.bindings
    .filter((binding) => binding.enabled)
    .map((binding) => ({ binding, around: projectPathOf(settings, binding) }))
    .filter(({ around }) => around === null || (around !== undefined && isInside(folder, around)))
    .sort((a, b) => (a.around?.length ?? 0) - (b.around?.length ?? 0))
    .map(({ binding }) => binding);
}
