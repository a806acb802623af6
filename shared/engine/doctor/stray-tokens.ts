import type { Finding, Origin } from '../../contract/doctor.ts';
import { problemOf } from '../../contract/problem.ts';
import type { Place } from '../clients/client.ts';
import { shellWord } from '../files/shell-word.ts';
import { editors } from '../editors/index.ts';
import type { EditorName } from '../editors/index.ts';
import type { EntryPath } from '../editors/text/entry-path.ts';
import { displayPath } from '../files/display-path.ts';
import { readTokenTimes, tokenIn } from '../secrets/token.ts';
import type { Asker } from './look.ts';

/** Entries of files, by path, each as its editor identifies it. */
export type OwnEntries = ReadonlyMap<string, ReadonlySet<string>>;

/** Every entry of these lists of some file. */
export function ownEntries(
  files: readonly { readonly path: string; readonly editor: EditorName; readonly entries: readonly EntryPath[] }[],
): OwnEntries {
  const own = new Map<string, Set<string>>();
  for (const { path, editor, entries } of files) {
    const known = own.get(path) ?? new Set();
    for (const entry of entries) known.add(editors[editor].identify(entry));
    own.set(path, known);
  }
  return own;
}

/**
 * Old CodeArtifact tokens that stand beside ours in files that the client reads, for whatever else it asks: nobody refreshes them.
 * `looked` are the places that were looked into already, `own` the lines that the app keeps.
 */
export async function strayTokens(
  { context, found }: Asker,
  title: string,
  looked: readonly Place[],
  own: OwnEntries,
): Promise<readonly Finding[]> {
  const places = looked.filter((place) => place.kind === 'entry');
  const files = Map.groupBy(
    // By host alone: who is not asked gets none of it.
    places.filter(({ editor }) => editor !== 'netrc' && editor !== 'env'),
    ({ path }) => path,
  );
  const findings: Finding[] = [];
  for (const [path, [first, ...others]] of files) {
    if (first === undefined) continue;
    const file = await found(path, first.editor);
    if (!file.ok) continue;
    const { identify } = editors[first.editor];
    const known = new Set([first, ...others].map(({ entry }) => identify(entry)));
    const lines = file.value.tokens.flatMap(({ entry, value, start }) => {
      const isKept = known.has(identify(entry)) || own.get(path)?.has(identify(entry)) === true;
      const times = readTokenTimes(tokenIn(value) ?? '');
      return isKept || times === null || times.expiresAt > context.now ? [] : [file.value.lineOf(start)];
    });
    const [line] = lines;
    if (line !== undefined)
      findings.push(finding(title, path, [...new Set(lines)], displayPath(path, context.environment.home)));
  }
  return findings;
}

function finding(title: string, path: string, lines: readonly number[], name: string): Finding {
  const origin: Origin = { name, path, line: lines[0] ?? null };
  const which = lines.length === 1 ? `line ${lines[0]}` : `lines ${lines.slice(0, -1).join(', ')} and ${lines.at(-1)}`;
  const message = `${title} also reads ${name}, where ${which} ${lines.length === 1 ? 'has a CodeArtifact token' : 'have CodeArtifact tokens'} that expired and that nobody refreshes: what is asked with it is refused.`;
  return {
    severity: 'warning',
    problem: problemOf('tokenStale', message, {
      advice: 'Adopt what stands there, and apply: it is refreshed from then on. Or remove it.',
      command: `codeartifact-tray adopt ${shellWord(path)}`,
    }),
    origin,
  };
}
