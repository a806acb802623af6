import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { Client, ClientBinding, ListVariable } from '../clients/client.ts';
import { findClient } from '../clients/index.ts';
import { mayHoldToken } from '../clients/parts/variable-name.ts';
import type { Core } from '../core/core.ts';
import { lookAt, nothingAsked } from '../doctor/look.ts';
import { editors } from '../editors/index.ts';
import { referenceIn, wholeReference } from '../editors/text/env-reference.ts';
import { isInside } from '../files/display-path.ts';
import { shellWord } from '../files/shell-word.ts';
import { clientBindingOf, endpointProblem, projectPathOf } from '../plan/binding.ts';
import { fillTemplate, templateOf, TOKEN_SLOT } from '../secrets/slot.ts';
import { byId } from '../state/settings.ts';
import type { BindingSettings, Settings } from '../state/settings.ts';
import { obtainTokens } from './tokens.ts';

/** Variable that many build files read the token from (AWS user guide, tokens-authentication). */
export const TOKEN_VARIABLE = 'CODEARTIFACT_AUTH_TOKEN';

/** What a child process gets. Holds secrets: pass it on, show it to nobody. */
export type ChildVariables = {
  readonly variables: Readonly<Record<string, string>>;
  /** The same without what would show somebody else's secret: an index of the person's with a password in its URL. */
  readonly printable: Readonly<Record<string, string>>;
  /** What a person has to know of them, as whole sentences: what a single variable can't hold, and what is not printed. */
  readonly notes: readonly string[];
  readonly unprinted: readonly string[];
};

/** A binding with what its client makes of it. */
type Used = {
  readonly binding: BindingSettings;
  readonly client: Client;
  readonly seen: ClientBinding;
  readonly token: string;
  /** `DOMAIN/REPOSITORY`. */
  readonly name: string;
  /** Where its token comes from. */
  readonly source: string;
};

/**
 * Variables that make every switched-on client use its repository in a folder: those of the user level, and over them
 * those of the innermost project around the folder. Problems: `bindingNotFound`, and those of a token.
 */
export async function variablesFor(core: Core, folder: string): Promise<Result<ChildVariables>> {
  const state = await core.state.read();
  if (!state.ok) return state;
  const { settings } = state.value;
  const bindings = bindingsAround(settings, folder).filter(({ enabled }) => enabled);
  if (bindings.length === 0) return failed(nothingIsOn(settings, folder));
  for (const binding of bindings) {
    const untrusted = endpointProblem(settings, binding);
    if (untrusted !== null) return failed(untrusted);
  }
  const wanted = settings.tokens.filter(({ id }) => bindings.some(({ tokenId }) => tokenId === id));
  const tokens = await obtainTokens(core, wanted);
  if (!tokens.ok) return tokens;
  const used = bindings.flatMap((binding): Used[] => {
    const client = findClient(binding.client);
    const token = tokens.value.get(binding.tokenId);
    if (client === null || token === undefined) return [];
    const { profile = '', domain = '' } = byId(settings.tokens, binding.tokenId) ?? {};
    const seen = clientBindingOf(settings, binding);
    return [
      {
        binding,
        client,
        seen,
        token,
        name: `${domain}/${binding.repository}`,
        source: `domain ${domain} by profile ${profile}`,
      },
    ];
  });
  const child = await gathered(core, used);
  return ok({ ...child, notes: [...child.notes, ...(await ledAway(core, used, folder))] });
}

/** What in the folder has a client send on, or lose, what its variables give it. */
async function ledAway(core: Core, used: readonly Used[], folder: string): Promise<readonly string[]> {
  const { environment } = core.context;
  const { context } = lookAt(environment, new Map(), core.ports.clock.now()).by(nothingAsked());
  const found = await Promise.all(
    used.map(async ({ client, seen }) => client.redirects?.({ ...seen, execOnly: true }, folder, context) ?? []),
  );
  const wrong = found.flat().filter(({ severity }) => severity === 'wrong');
  return [...new Set(wrong.map(({ problem }) => problem.message))];
}

/** One list that is being gathered from several bindings. */
type Gathered = { readonly list: ListVariable; readonly ours: readonly string[]; readonly others: readonly string[] };

async function gathered(core: Core, used: readonly Used[]): Promise<ChildVariables> {
  const variables: Record<string, string> = {};
  const setBy = new Map<string, Used>();
  const lists = new Map<string, Gathered>();
  const notes: string[] = [];
  for (const one of used) variables[TOKEN_VARIABLE] = one.token;
  for (const one of used) Object.assign(variables, await referredTo(core, one));
  for (const one of used) {
    const found = (await one.client.asFound?.(one.seen, core.context)) ?? one.seen;
    for (const [name, template] of Object.entries(one.client.variables(found))) {
      const list = one.client.lists?.[name];
      const value = fillTemplate(template, one.token);
      if (list !== undefined) {
        lists.set(name, await withOurs(core, lists.get(name), name, list, one, value));
        continue;
      }
      if (one.client.name === 'env' && !mayHoldToken(name)) {
        notes.push(`${name} is not set to a token: programs need it for something else.`);
        continue;
      }
      const earlier = setBy.get(name);
      if (earlier !== undefined && variables[name] !== value && earlier.binding.projectId === one.binding.projectId) {
        notes.push(
          `${name} is that of ${one.name}; ${earlier.name} is on beside it, and one variable can't hold both.`,
        );
      }
      variables[name] = value;
      setBy.set(name, one);
    }
  }
  return { ...withLists(variables, lists), notes: [...notes, ...ofSeveralTokens(used, variables)] };
}

/** The list with ours in front, those of inner projects first. */
async function withOurs(
  core: Core,
  known: Gathered | undefined,
  name: string,
  list: ListVariable,
  { seen, token }: Used,
  value: string,
): Promise<Gathered> {
  const set = core.ports.environment.env[name] ?? '';
  const found = set === '' ? ((await list.inFiles?.(seen, core.context)) ?? []) : list.divide(set);
  const { hostname } = new URL(seen.endpoint);
  // An old token of the same domain would be refused where the new one is not.
  const others = found.map((item) => (hostIn(item) === hostname ? fillTemplate(templateOf(item), token) : item));
  return { list, ours: [...list.divide(value), ...(known?.ours ?? [])], others: [...(known?.others ?? []), ...others] };
}

/** Host of the address in an item of a list: a URL, with or without a name in front. */
function hostIn(item: string): string | null {
  const url = /https?:\/\/\S+/.exec(item)?.[0] ?? '';
  return URL.canParse(url) ? new URL(url).hostname : null;
}

function withLists(scalars: Readonly<Record<string, string>>, lists: ReadonlyMap<string, Gathered>) {
  const variables = { ...scalars };
  const printable = { ...scalars };
  const unprinted: string[] = [];
  for (const [name, { list, ours, others }] of lists) {
    const unique = (items: readonly string[]): readonly string[] => {
      const keys = items.map((item) => list.keyOf(item));
      return items.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
    };
    variables[name] = list.join(unique([...ours, ...others]));
    const shown = unique([...ours, ...others.filter((item) => !list.hasSecret(item))]);
    printable[name] = list.join(shown);
    if (printable[name] !== variables[name]) {
      unprinted.push(
        `${name} is printed without what you have in it besides: that holds secrets of others. "codeartifact-tray exec" gives all of it.`,
      );
    }
  }
  return { variables, printable, unprinted };
}

/** Which of several tokens is in the one variable that files and build scripts know. */
function ofSeveralTokens(used: readonly Used[], variables: Readonly<Record<string, string>>): readonly string[] {
  const tokens = new Map(used.map((one) => [one.token, one]));
  const inVariable = tokens.get(variables[TOKEN_VARIABLE] ?? '');
  if (tokens.size < 2 || inVariable === undefined) return [];
  const others = [...tokens.values()].filter(({ token }) => token !== inVariable.token);
  // A variable of one's own for a token is what the tool "env" is for.
  const lacking = others.filter(({ token }) => !used.some((one) => one.client.name === 'env' && one.token === token));
  const rest = others.map(({ source }) => source).join(' and ');
  const hint =
    lacking.length === 0 ? '' : ' A binding of the tool "env" with --variable gives each a variable of its own.';
  return [`${TOKEN_VARIABLE} is the token of ${inVariable.source}, not that of ${rest}.${hint}`];
}

/** The variables that the files of a client take our token from, whatever they are called. */
async function referredTo(core: Core, { client, seen, token }: Used): Promise<Readonly<Record<string, string>>> {
  const targets = await client.targets(seen, core.context);
  const variables: Record<string, string> = {};
  for (const { path, editor, entries } of targets.ok ? targets.value : []) {
    const text = await core.context.read(path);
    const document = text === null ? null : editors[editor].read(text);
    if (document === null || !document.ok) continue;
    for (const { entry, value: template } of entries.filter(({ value }) => value.includes(TOKEN_SLOT))) {
      for (const { value } of document.value.find(entry)) {
        const forms = client.references?.[editor] ?? [];
        const name = referenceIn(value, forms)?.variable ?? null;
        if (name === null || !mayHoldToken(name)) continue;
        variables[name] = wholeReference(value, forms) !== null ? fillTemplate(template, token) : token;
      }
    }
  }
  return variables;
}

/** Outermost first, so that the innermost has the last word; at one level what is for `exec` alone has it. */
function bindingsAround(settings: Settings, folder: string): readonly BindingSettings[] {
  return settings.bindings
    .map((binding) => ({ binding, around: projectPathOf(settings, binding) }))
    .filter(({ around }) => around === null || (around !== undefined && isInside(folder, around)))
    .sort(
      (a, b) =>
        (a.around?.length ?? 0) - (b.around?.length ?? 0) ||
        Number(a.binding.execOnly === true) - Number(b.binding.execOnly === true),
    )
    .map(({ binding }) => binding);
}

function nothingIsOn(settings: Settings, folder: string): Problem {
  const message = `No repository is switched on for ${folder}.`;
  const [off] = bindingsAround(settings, folder);
  if (off !== undefined) {
    return problemOf('bindingNotFound', message, {
      advice: 'Switch one on.',
      command: `codeartifact-tray enable ${off.id}`,
    });
  }
  const elsewhere = settings.bindings
    .map((binding) => projectPathOf(settings, binding))
    .find((path) => path !== undefined && path !== null);
  if (elsewhere !== undefined && elsewhere !== null) {
    return problemOf('bindingNotFound', message, {
      advice: 'Run it in the folder of a project that has one.',
      command: `cd ${shellWord(elsewhere)}`,
    });
  }
  return problemOf('bindingNotFound', message, {
    advice: 'Add one with "codeartifact-tray login"; with --exec-only it writes no file.',
    command: 'codeartifact-tray login --help',
  });
}
