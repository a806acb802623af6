import { z } from 'zod';
import { editorName } from '../editors/index.ts';
import type { EditorName } from '../editors/index.ts';
import { item, select } from '../editors/text/entry-path.ts';
import type { PathStep } from '../editors/text/entry-path.ts';

/** What version 2 of the journal changed: the steps of paths were texts, of which `server[id=pay]` was one, and two names. */
const version1 = z.looseObject({
  version: z.literal(1),
  files: z.array(
    z.looseObject({
      editor: editorName,
      entries: z.array(
        z.looseObject({
          entry: z.array(z.string()),
          completes: z.unknown().optional(),
          accepts: z.unknown().optional(),
          earlier: z.array(z.looseObject({ accepts: z.unknown().optional() })).optional(),
        }),
      ),
    }),
  ),
});

/** Brings a journal of version 1, which 0.1.0 wrote, to the form of today; anything else is given back as it is. */
export function fromVersion1(raw: unknown): unknown {
  const old = version1.safeParse(raw);
  if (!old.success) return raw;
  const files = old.data.files.map((file) => ({
    ...file,
    entries: file.entries.map(({ completes, earlier, ...entry }) => ({
      ...renamed(entry),
      entry: entry.entry.map((step) => stepOf(file.editor, step)),
      ...(completes === undefined ? {} : { requiredBy: completes }),
      ...(earlier === undefined ? {} : { earlier: earlier.map(renamed) }),
    })),
  }));
  return { ...old.data, version: 2, files };
}

function renamed<Value extends { accepts?: unknown }>({ accepts, ...value }: Value) {
  return accepts === undefined ? value : { ...value, equivalents: accepts };
}

function stepOf(editor: EditorName, step: string): PathStep {
  switch (editor) {
    case 'toml':
    case 'tomlWithoutBom':
    case 'mavenSettings':
    case 'nugetConfig':
      return selectionIn(step);
    case 'yaml':
    case 'gemrc':
    case 'pythonIni':
    case 'pypirc':
      return /^\[[^]*\]$/.test(step) ? item(step.slice(1, -1)) : step;
    // Their keys may look like anything: `[default]` is one of registries.json.
    case 'npmrc':
    case 'netrc':
    case 'env':
    case 'goEnv':
    case 'properties':
    case 'json':
    case 'bundleConfig':
    case 'awsConfig':
      return step;
  }
}

/** `server[id=pay]`, `add[@key=pay]`, `activeProfile[pay]`, `[pay]`. */
function selectionIn(step: string): PathStep {
  const match = /^([^[\]]*)\[(?:(@?[A-Za-z_][\w.-]*)=)?([^]*)\]$/.exec(step);
  return match === null ? step : select(match[1] ?? '', match[2] ?? null, match[3] ?? '');
}
