import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import type { ClientContext, Refusal, Target } from '../clients/client.ts';
import { clientOf } from '../clients/index.ts';
import { pathsOf } from '../clients/parts/folders.ts';
import { isSettled } from '../files/stamp.ts';
import type { Sight } from '../files/stamp.ts';
import { byId } from '../state/settings.ts';
import type { BindingSettings, Settings } from '../state/settings.ts';
import { clientBindingOf, endpointProblem, projectPathOf } from './binding.ts';

/** What a binding's client wants where, and what that rests on. */
type Kept = {
  readonly facts: string;
  /** What the facts were taken from: while that is the same, so are they. */
  readonly from: readonly unknown[];
  /** Of the paths that were looked at, before they were. */
  readonly stamps: readonly (readonly [path: string, stamp: string])[];
  readonly found: readonly Target[] | Refusal;
};

/** By binding. */
export type KeptTargets = Map<string, Kept>;

export type AskTargets = (binding: BindingSettings) => Promise<readonly Target[] | Refusal>;

/**
 * Asks the clients of bindings for their targets; an answer is kept until the binding, or one of the paths that its client looked at,
 * is another.
 */
export function askTargets(settings: Settings, machine: ClientContext, kept: KeptTargets, sight: Sight): AskTargets {
  const context = lookingOnce(machine);
  return async (binding) => {
    const token = byId(settings.tokens, binding.tokenId);
    const from = [binding, token, byId(settings.projects, binding.projectId)];
    const known = kept.get(binding.id);
    const isFromSame = known?.from.every((one, index) => one === from[index]) === true;
    const facts = isFromSame ? known.facts : factsOf(settings, binding, token !== undefined);
    if (known?.facts === facts && known.stamps.every(([path, stamp]) => sight.isAsBefore(path, stamp))) {
      if (!isFromSame) kept.set(binding.id, { ...known, from });
      return known.found;
    }
    const asked = new Map<string, string>();
    const found = await targetsOf(
      settings,
      binding,
      noting(context, (path) => asked.set(path, sight.stampOf(path))),
    );
    if ([...asked.values()].every((stamp) => isSettled(stamp)))
      kept.set(binding.id, { facts, from, stamps: [...asked], found });
    else kept.delete(binding.id);
    return found;
  };
}

function factsOf(settings: Settings, binding: BindingSettings, hasToken: boolean): string {
  const { execOnly, customHost, client } = binding;
  const seen = clientBindingOf(settings, binding);
  return JSON.stringify([seen, projectPathOf(settings, binding), execOnly, customHost, client, hasToken]);
}

function noting(context: ClientContext, note: (path: string) => void): ClientContext {
  return {
    ...context,
    async read(path) {
      note(path);
      return context.read(path);
    },
    async exists(path) {
      note(path);
      return context.exists(path);
    },
  };
}

/** What many bindings ask of one file is looked up once. */
function lookingOnce(context: ClientContext): ClientContext {
  const texts = new Map<string, Promise<string | null>>();
  const there = new Map<string, Promise<boolean>>();
  return {
    ...context,
    async read(path) {
      const text = texts.get(path) ?? context.read(path);
      texts.set(path, text);
      return text;
    },
    async exists(path) {
      const isThere = there.get(path) ?? context.exists(path);
      there.set(path, isThere);
      return isThere;
    },
  };
}

async function targetsOf(
  settings: Settings,
  binding: BindingSettings,
  context: ClientContext,
): Promise<readonly Target[] | Refusal> {
  const untrusted = endpointProblem(settings, binding);
  if (untrusted !== null) return untrusted;
  const projectPath = projectPathOf(settings, binding);
  if (projectPath === undefined) {
    return problemOf('projectNotFound', 'The project of this binding was removed.', {
      advice: 'Remove the binding, too.',
      command: `codeartifact-tray remove ${binding.id}`,
    });
  }
  if (projectPath !== null && !(await context.exists(projectPath))) {
    return problemOf('projectNotFound', `The folder ${projectPath} does not exist any more.`, {
      advice: 'Bring the folder back, or remove the binding.',
      command: `codeartifact-tray remove ${binding.id}`,
    });
  }
  const client = clientOf(binding.client);
  if (!client.ok) return client.error;
  if (binding.execOnly === true) return [];
  const result = await client.value.targets(clientBindingOf(settings, binding), context);
  if (!result.ok) return result.error;
  const relative = result.value.find(({ path }) => !pathsOf(context.environment).isAbsolute(path));
  return relative === undefined ? result.value : relativeTarget(relative.path);
}

/** It would be another file in each folder, and what was written in one would be found from no other. */
function relativeTarget(path: string): Problem {
  return problemOf('fileInvalid', `${path} is no absolute path, so which file it is depends on the working folder.`, {
    advice: 'Set the variable that names it, or HOME, to an absolute path.',
  });
}
