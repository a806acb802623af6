import type { Origin } from '../../contract/doctor.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Environment } from '../../ports/host.ts';
import type { Place, Target } from '../clients/client.ts';
import type { EntryPlace } from '../clients/parts/place.ts';
import type { EditorName } from '../editors/index.ts';
import { editors } from '../editors/index.ts';
import { faultIn, unreadableProblem } from '../editors/unreadable.ts';
import { displayPath } from '../files/display-path.ts';
import { readTextFile } from '../files/text-file.ts';

/** A value that stands in a file or a variable. May be a secret: it stays inside of the engine. */
type ValueFound = { readonly value: string; readonly origin: Origin };

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
  /** Everything else those files say, for what one bad line does to a whole file. */
  readonly all: readonly ValueFound[];
};

/** `targets` are what the binding writes. */
export type ReadPlaces = (
  places: readonly Place[],
  title: string,
  targets: readonly Target[],
) => Promise<FoundSettings>;

/** Reads each file at most once, however many bindings look into it. */
export function placeReader(environment: Environment): ReadPlaces {
  const files = new Map<string, ReturnType<typeof readTextFile>>();

  async function textOf(path: string, editor: EditorName): ReturnType<typeof readTextFile> {
    const known = files.get(path) ?? readTextFile(path, editors[editor].encoding);
    files.set(path, known);
    return known;
  }

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
          replaced: false,
        });
        continue;
      }
      const { path, editor, entry } = place;
      const origin = (line: number): Origin => ({ name: displayPath(path, environment.home), path, line });
      const read = await textOf(path, editor);
      if (!read.ok) {
        faults.set(path, { problem: read.error, origin: origin(1) });
        continue;
      }
      if (!read.value.exists) continue;
      const { text } = read.value;
      const fault = faultIn(editors[editor], read.value);
      if (fault !== null) {
        const line = fault === 'bom' ? 1 : fault.line;
        faults.set(path, { problem: unreadableProblem(title, origin(1).name, fault), origin: origin(line) });
        continue;
      }
      // The client takes the last of several unless it is the kind that takes the first: ours are all the same.
      const found = editors[editor].find(text, entry).at(-1);
      if (found !== undefined) {
        const replaced = isTarget(place, targets);
        settings.push({ value: found.value, origin: origin(lineOf(text, found.start)), replaced });
      }
      if (seen.has(path)) continue;
      seen.add(path);
      for (const item of editors[editor].list(text)) {
        const at = editors[editor].find(text, item.entry).at(-1);
        if (at !== undefined) all.push({ value: item.value, origin: origin(lineOf(text, at.start)) });
      }
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
  const anyCase = name.startsWith('npm_config_');
  const found = Object.entries(env).findLast(
    ([key, value]) => value && (key === name || (anyCase && key.toLowerCase() === name.toLowerCase())),
  );
  return found?.[1] === undefined ? null : { name: found[0], value: found[1] };
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\r|\n/).length;
}
