import type { ClientName } from '../../contract/names.ts';
import { USER_LEVEL } from '../../contract/user-level.ts';
import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import type { ClientBinding, ClientContext, DesiredEntry, Refusal, Target } from '../clients/client.ts';
import { clientOf, findClient } from '../clients/index.ts';
import { pathsOf } from '../clients/parts/folders.ts';
import { endpointFault, isLoopback } from '../../ports/endpoint.ts';
import type { EditorName } from '../editors/index.ts';
import { byId } from '../state/settings.ts';
import type { BindingSettings, Settings } from '../state/settings.ts';
import type { Journal } from '../state/journal.ts';
import { TOKEN_SLOT } from '../secrets/slot.ts';
import { entryText, sameEntry } from '../editors/text/entry-path.ts';

/** A value that one or more bindings want in a file. */
export type DesiredFileEntry = DesiredEntry & {
  /** Whose token fills TOKEN_SLOT; null when the value holds none. */
  readonly tokenId: string | null;
  readonly bindings: readonly string[];
};

export type DesiredFile = {
  readonly path: string;
  readonly client: ClientName;
  readonly editor: EditorName;
  readonly entries: readonly DesiredFileEntry[];
};

export type Desired = {
  readonly files: readonly DesiredFile[];
  /** Bindings that can't be brought about at all, with the reason. */
  readonly problems: ReadonlyMap<string, Refusal>;
  /** Paths that each binding, switched on or not, needs. */
  readonly targets: ReadonlyMap<string, readonly string[]>;
};

/** Folder of a binding's project; null at user level, undefined when the project is gone. */
export function projectPathOf(settings: Settings, binding: BindingSettings): string | null | undefined {
  if (binding.projectId === USER_LEVEL) return null;
  return byId(settings.projects, binding.projectId)?.path;
}

/** A binding as its client sees it. */
export function clientBindingOf(settings: Settings, binding: BindingSettings): ClientBinding {
  const { endpoint, repository, options, execOnly } = binding;
  const token = byId(settings.tokens, binding.tokenId);
  return {
    endpoint,
    repository,
    options,
    ...(token === undefined ? {} : { profile: token.profile, region: token.region }),
    domain: token?.domain ?? '',
    domainOwner: token?.domainOwner ?? '',
    projectPath: projectPathOf(settings, binding) ?? null,
    ...(execOnly === undefined ? {} : { execOnly }),
  };
}

/** Why no token goes to a binding's endpoint, as `endpointUntrusted`; null where it may. What uses an endpoint asks this first. */
export function endpointProblem(
  settings: Settings,
  { tokenId, endpoint, customHost }: BindingSettings,
): Problem | null {
  const token = byId(settings.tokens, tokenId);
  // Without its token a binding is refused for that.
  const fault = token === undefined ? null : endpointFault(endpoint, token, customHost === true);
  if (token === undefined || fault === null) return null;
  return problemOf('endpointUntrusted', `The endpoint of this binding gets no token of ${token.domain}: it ${fault}.`, {
    advice: 'Remove the binding, check the configured AWS endpoint, and log in again.',
  });
}

/** What a person should know of a binding's endpoint before it is used; null for CodeArtifact's own hosts, and for this very machine. */
export function endpointNotice(settings: Settings, binding: BindingSettings): Problem | null {
  if (binding.customHost !== true || endpointProblem(settings, binding) !== null) return null;
  const { host, hostname, protocol } = new URL(binding.endpoint);
  if (isLoopback(hostname)) return null;
  const how = protocol === 'http:' ? ', over plain http' : '';
  return problemOf(
    'endpointCustom',
    `Packages will come from ${host}${how}: the configured AWS endpoint says so, and the token is sent there.`,
    {
      advice:
        "If that is not yours, unset AWS_ENDPOINT_URL_CODEARTIFACT, AWS_ENDPOINT_URL or the profile's endpoint_url.",
    },
  );
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

/** Asks each binding's client for its targets and merges them by file and entry. */
export async function collectDesired(settings: Settings, machine: ClientContext): Promise<Desired> {
  const context = lookingOnce(machine);
  const files = new Map<string, DesiredFile>();
  const problems = new Map<string, Refusal>();
  const targets = new Map<string, readonly string[]>();
  for (const binding of settings.bindings) {
    const found = await targetsOf(settings, binding, context);
    if ('code' in found) {
      if (binding.enabled) problems.set(binding.id, found);
      continue;
    }
    targets.set(
      binding.id,
      found.map((target) => target.path),
    );
    if (!binding.enabled) continue;
    const conflict = conflictOf(files, found, binding, settings);
    if (conflict === null) for (const target of found) merge(files, target, binding);
    else problems.set(binding.id, conflict);
  }
  return { files: [...files.values()], problems, targets };
}

/**
 * With what stands in the files for switched-on bindings that can't be brought about now: it stays and is refreshed until they can,
 * or are switched off. What was written for an endpoint that may have no token leaves with the next apply.
 */
export function keepingRefused(desired: Desired, journal: Journal): Desired {
  const files = new Map(desired.files.map((file) => [file.path, file]));
  for (const { path, client, editor, entries } of journal.files) {
    for (const { entry, after: value, tokenId, bindings: written, equivalents = [], requiredBy } of entries) {
      const bindings = written.filter((binding) => staysRefused(desired.problems.get(binding)));
      const file: DesiredFile = files.get(path) ?? { path, client, editor, entries: [] };
      if (bindings.length === 0 || file.entries.some((wanted) => sameEntry(wanted.entry, entry))) continue;
      files.set(path, {
        ...file,
        entries: [...file.entries, { entry, value, equivalents, requiredBy, tokenId, bindings }],
      });
    }
  }
  return { ...desired, files: [...files.values()] };
}

function staysRefused(problem: Problem | undefined): boolean {
  return problem !== undefined && problem.code !== 'endpointUntrusted';
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

/** Switched-on bindings that want other values for entries, or for variables, that this one wants: both can't be on. */
export async function conflictingBindings(
  settings: Settings,
  bindingId: string,
  context: ClientContext,
): Promise<readonly BindingSettings[]> {
  const binding = byId(settings.bindings, bindingId);
  if (binding === undefined) return [];
  const others = settings.bindings.filter((other) => other.enabled && other.id !== bindingId);
  const conflicts: BindingSettings[] = [];
  for (const other of others) {
    if (wantSameVariable(settings, binding, other)) conflicts.push(other);
    const pair = await collectDesired({ ...settings, bindings: [other, { ...binding, enabled: true }] }, context);
    if (pair.problems.get(bindingId)?.code === 'entryConflict') conflicts.push(other);
  }
  return conflicts;
}

/** Two of one place that are given out by variables alone, and would give one of these two values. */
function wantSameVariable(settings: Settings, binding: BindingSettings, other: BindingSettings): boolean {
  if (binding.execOnly !== true || other.execOnly !== true || binding.projectId !== other.projectId) return false;
  const isSameToken = binding.tokenId === other.tokenId;
  const theirs = ownVariables(settings, other);
  return [...ownVariables(settings, binding)].some(([name, value]) => {
    const their = theirs.get(name);
    return their !== undefined && (their !== value || (value.includes(TOKEN_SLOT) && !isSameToken));
  });
}

/** Without those that hold lists, which both go into. */
function ownVariables(settings: Settings, binding: BindingSettings): ReadonlyMap<string, string> {
  const client = findClient(binding.client);
  const variables = Object.entries(client?.variables(clientBindingOf(settings, binding)) ?? {});
  return new Map(variables.filter(([name]) => client?.lists?.[name] === undefined));
}

function conflictOf(
  files: ReadonlyMap<string, DesiredFile>,
  targets: readonly Target[],
  binding: BindingSettings,
  settings: Settings,
): Problem | null {
  for (const target of targets) {
    for (const wanted of target.entries) {
      const other = files.get(target.path)?.entries.find((entry) => sameEntry(entry.entry, wanted.entry));
      if (other === undefined) continue;
      const sameToken = other.tokenId === tokenIdOf(wanted, binding);
      if (other.value === wanted.value && sameToken) continue;
      const [first = ''] = other.bindings;
      const holder = byId(settings.bindings, first);
      return problemOf(
        'entryConflict',
        `${entryText(wanted.entry)} in ${target.path} is already set for repository ${holder?.repository ?? '?'}.`,
        { advice: 'Switch the other repository off first.', command: `codeartifact-tray disable ${holder?.id ?? ''}` },
      );
    }
  }
  return null;
}

function merge(files: Map<string, DesiredFile>, target: Target, binding: BindingSettings): void {
  const file: DesiredFile = files.get(target.path) ?? {
    path: target.path,
    client: binding.client,
    editor: target.editor,
    entries: [],
  };
  const entries = [...file.entries];
  for (const wanted of target.entries) {
    const index = entries.findIndex((entry) => sameEntry(entry.entry, wanted.entry));
    const existing = entries[index];
    if (existing === undefined) {
      entries.push({ ...wanted, tokenId: tokenIdOf(wanted, binding), bindings: [binding.id] });
    } else {
      // Only what suits all of them may stay.
      const equivalents = (existing.equivalents ?? []).filter((value) => wanted.equivalents?.includes(value));
      entries[index] = { ...existing, equivalents, bindings: [...existing.bindings, binding.id] };
    }
  }
  files.set(target.path, { ...file, entries });
}

function tokenIdOf(wanted: DesiredEntry, binding: BindingSettings): string | null {
  return wanted.value.includes(TOKEN_SLOT) ? binding.tokenId : null;
}
