import type { ClientName } from '../../contract/names.ts';
import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import type { DesiredEntry, Refusal, Target } from '../clients/client.ts';
import type { EditorName } from '../editors/index.ts';
import { byId } from '../state/settings.ts';
import type { BindingSettings, Settings } from '../state/settings.ts';
import type { Journal } from '../state/journal.ts';
import { TOKEN_SLOT } from '../secrets/slot.ts';
import { entryText, identityOf, sameEntry } from '../editors/text/entry-path.ts';
import type { AskTargets } from './targets.ts';

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

/** A file while its bindings are gathered: its entries by their paths. */
type Gathered = Omit<DesiredFile, 'entries'> & { readonly entries: Map<string, GatheredEntry> };
type GatheredEntry = Omit<DesiredFileEntry, 'bindings'> & { readonly bindings: string[] };

/** What each binding's client answers, in the order of the bindings. */
export type Answers = readonly (readonly Target[] | Refusal)[];

export async function askAll(settings: Settings, targetsOf: AskTargets): Promise<Answers> {
  const answers = [];
  for (const binding of settings.bindings) answers.push(await targetsOf(binding));
  return answers;
}

/** Asks each binding's client for its targets and merges them by file and entry. */
export async function collectDesired(settings: Settings, targetsOf: AskTargets): Promise<Desired> {
  return mergeTargets(settings, await askAll(settings, targetsOf));
}

export function mergeTargets(settings: Settings, answers: Answers): Desired {
  const files = new Map<string, Gathered>();
  const problems = new Map<string, Refusal>();
  const targets = new Map<string, readonly string[]>();
  for (const [index, binding] of settings.bindings.entries()) {
    const found = answers[index] ?? [];
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
  return {
    files: [...files.values()].map((file) => ({ ...file, entries: [...file.entries.values()] })),
    problems,
    targets,
  };
}

/**
 * With what stands in the files for switched-on bindings that can't be brought about now: it stays and is refreshed until they can,
 * or are switched off. What was written for an endpoint that may have no token leaves with the next apply.
 */
export function keepingRefused(desired: Desired, journal: Journal): Desired {
  if (desired.problems.size === 0) return desired;
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

function conflictOf(
  files: ReadonlyMap<string, Gathered>,
  targets: readonly Target[],
  binding: BindingSettings,
  settings: Settings,
): Problem | null {
  for (const target of targets) {
    for (const wanted of target.entries) {
      const other = files.get(target.path)?.entries.get(identityOf(wanted.entry));
      if (other === undefined || isSameValue(other, wanted, binding)) continue;
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

/** True where one line serves both. */
function isSameValue(
  other: Pick<DesiredFileEntry, 'value' | 'tokenId'>,
  wanted: DesiredEntry,
  binding: BindingSettings,
): boolean {
  return other.value === wanted.value && other.tokenId === tokenIdOf(wanted, binding);
}

function merge(files: Map<string, Gathered>, { path, editor, entries }: Target, binding: BindingSettings): void {
  const file: Gathered = files.get(path) ?? { path, client: binding.client, editor, entries: new Map() };
  for (const wanted of entries) {
    const key = identityOf(wanted.entry);
    const existing = file.entries.get(key);
    if (existing === undefined) {
      file.entries.set(key, { ...wanted, tokenId: tokenIdOf(wanted, binding), bindings: [binding.id] });
    } else {
      // Only what suits all of them may stay.
      const equivalents = (existing.equivalents ?? []).filter((value) => wanted.equivalents?.includes(value));
      existing.bindings.push(binding.id);
      file.entries.set(key, { ...existing, equivalents });
    }
  }
  files.set(path, file);
}

function tokenIdOf(wanted: DesiredEntry, binding: BindingSettings): string | null {
  return wanted.value.includes(TOKEN_SLOT) ? binding.tokenId : null;
}

/** True when both want one entry of one file, and other values for it. */
export function wantOtherValues(
  [one, targets]: readonly [BindingSettings, readonly Target[]],
  [other, theirs]: readonly [BindingSettings, readonly Target[]],
): boolean {
  return targets.some(({ path, entries }) =>
    theirs
      .filter((their) => their.path === path)
      .some((their) =>
        their.entries.some((entry) => {
          const wanted = entries.find((candidate) => sameEntry(candidate.entry, entry.entry));
          if (wanted === undefined) return false;
          return !isSameValue({ value: entry.value, tokenId: tokenIdOf(entry, other) }, wanted, one);
        }),
      ),
  );
}
