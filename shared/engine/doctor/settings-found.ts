import type { Origin } from '../../contract/doctor.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Environment } from '../../ports/host.ts';
import type { Place, Target } from '../clients/client.ts';
import type { EntryPlace } from '../clients/parts/place.ts';
import { editors } from '../editors/index.ts';
import type { EditorName } from '../editors/index.ts';
import { unreadableProblem } from '../editors/unreadable.ts';
import { displayPath } from '../files/display-path.ts';
import type { Asker } from './look.ts';

/** A value that stands in a file or a variable. May be a secret: it stays inside of the engine. */
type ValueFound = {
  readonly value: string;
  readonly origin: Origin;
  /** Format of the file; null for a variable. */
  readonly editor: EditorName | null;
  /** Whether a line above it in a file of variables sets this one. */
  isSetAbove(variable: string): boolean;
};

/** One in a place where the client looks. */
export type SettingFound = ValueFound & {
  /** True where an apply puts ours in its place. */
  readonly replaced: boolean;
};

/** A file that the client can't read, and why. */
export type UnreadableFile = { readonly problem: Problem; readonly origin: Origin };

/** The values of places, in their order, and the files among them that their client would refuse. */
export type FoundSettings = {
  readonly settings: readonly SettingFound[];
  readonly faults: readonly UnreadableFile[];
  /** Whatever in those files may refer to a variable, for what one bad line does to a whole file. */
  readonly all: readonly ValueFound[];
};

/** `targets` are what the binding writes. */
export type ReadPlaces = (
  places: readonly Place[],
  title: string,
  targets: readonly Target[],
) => Promise<FoundSettings>;

/** Takes the values of places out of the files that `found` gives. */
export function placeReader(environment: Environment, found: Asker['found']): ReadPlaces {
  return async (places, title, targets) => {
    const settings: SettingFound[] = [];
    const all: ValueFound[] = [];
    const faults = new Map<string, UnreadableFile>();
    const seen = new Set<string>();
    for (const place of places) {
      if (place.kind === 'variable') {
        const variable = variableNamed(environment, place.variable);
        if (variable === null) continue;
        settings.push({
          value: variable.value,
          origin: { name: variable.name, path: null, line: null },
          editor: null,
          isSetAbove: () => false,
          replaced: false,
        });
        continue;
      }
      const { path, editor, entry } = place;
      const origin = (line: number): Origin => ({ name: displayPath(path, environment.home), path, line });
      const file = await found(path, editor);
      if (!file.ok) {
        faults.set(path, { problem: file.error, origin: origin(1) });
        continue;
      }
      const { document, lineOf, references, setAt } = file.value;
      if (!file.value.exists) continue;
      if (!document.ok) {
        const line = document.error === 'bom' ? 1 : document.error.line;
        faults.set(path, {
          problem: unreadableProblem(title, origin(1).name, document.error),
          origin: origin(line),
        });
        continue;
      }
      const foundAt = (value: string, start: number) => ({
        value,
        origin: origin(lineOf(start)),
        editor,
        isSetAbove: (variable: string) => (setAt.get(variable) ?? start) < start,
      });
      // The client takes the last of several unless it is the kind that takes the first: ours are all the same.
      const occurrence = document.value.find(entry).at(-1);
      if (occurrence !== undefined) {
        const { value, start } = occurrence;
        settings.push({ ...foundAt(value, start), replaced: isTarget(place, targets) });
      }
      if (seen.has(path)) continue;
      seen.add(path);
      for (const { value, start } of references) all.push(foundAt(value, start));
    }
    return { settings, faults: [...faults.values()], all };
  };
}

function isTarget({ path, editor, entry }: EntryPlace, targets: readonly Target[]): boolean {
  const identity = editors[editor].identify(entry);
  return targets.some(
    (target) =>
      target.path === path && target.entries.some((ours) => editors[editor].identify(ours.entry) === identity),
  );
}

/** npm's variables may be written in any case; those of others may not. An empty one counts as unset. */
function variableNamed({ env }: Environment, name: string): { readonly name: string; readonly value: string } | null {
  if (!name.startsWith('npm_config_')) {
    const value = env[name] ?? '';
    return value === '' ? null : { name, value };
  }
  const found = Object.entries(env).findLast(([key, value]) => value && key.toLowerCase() === name.toLowerCase());
  return found?.[1] === undefined ? null : { name: found[0], value: found[1] };
}
