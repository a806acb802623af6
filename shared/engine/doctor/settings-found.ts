import type { Origin } from '../../contract/doctor.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { ok } from '../../contract/problem.ts';
import type { Environment } from '../../ports/host.ts';
import type { Place, Target } from '../clients/client.ts';
import type { EntryPlace } from '../clients/parts/place.ts';
import type { Document } from '../editors/editor.ts';
import { lineFinder } from '../editors/text/lines.ts';
import type { EditorName } from '../editors/index.ts';
import { editors } from '../editors/index.ts';
import { readFound, unreadableProblem } from '../editors/unreadable.ts';
import type { Unreadable } from '../editors/unreadable.ts';
import { displayPath } from '../files/display-path.ts';
import { readTextFile } from '../files/text-file.ts';
import type { TextFile } from '../files/text-file.ts';

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

/** A file as a client finds it. */
type FileFound = { readonly file: TextFile; readonly document: Result<Document, Unreadable> };

/** Reads and parses each file at most once, however many bindings look into it. */
export function placeReader(environment: Environment): ReadPlaces {
  const files = new Map<string, Promise<Result<FileFound>>>();

  async function fileAt(path: string, editor: EditorName): Promise<Result<FileFound>> {
    const known = files.get(path) ?? readFile(path, editor);
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
      const found = await fileAt(path, editor);
      if (!found.ok) {
        faults.set(path, { problem: found.error, origin: origin(1) });
        continue;
      }
      const { file, document } = found.value;
      if (!file.exists) continue;
      if (!document.ok) {
        const line = document.error === 'bom' ? 1 : document.error.line;
        faults.set(path, {
          problem: unreadableProblem(title, origin(1).name, document.error),
          origin: origin(line),
        });
        continue;
      }
      const lineOf = lineFinder(file.text);
      // The client takes the last of several unless it is the kind that takes the first: ours are all the same.
      const occurrence = document.value.find(entry).at(-1);
      if (occurrence !== undefined) {
        const { value, start } = occurrence;
        settings.push({ value, origin: origin(lineOf(start)), replaced: isTarget(place, targets) });
      }
      if (seen.has(path)) continue;
      seen.add(path);
      for (const { value, start } of document.value.entries()) all.push({ value, origin: origin(lineOf(start)) });
    }
    return { settings, faults: [...faults.values()], all };
  };
}

async function readFile(path: string, name: EditorName): Promise<Result<FileFound>> {
  const editor = editors[name];
  const file = await readTextFile(path, editor.encoding);
  return file.ok ? ok({ file: file.value, document: readFound(editor, file.value) }) : file;
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
