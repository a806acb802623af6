import type { Finding } from '../../contract/doctor.ts';
import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Client, Place } from '../clients/client.ts';
import { shellWord } from '../files/shell-word.ts';
import { editors } from '../editors/index.ts';
import type { EditorName } from '../editors/index.ts';
import type { Entry } from '../editors/editor.ts';
import type { EntryPath } from '../editors/text/entry-path.ts';
import { looksLikeReference, referenceIn } from '../editors/text/env-reference.ts';
import type { ReferenceForm } from '../editors/text/env-reference.ts';
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
 * What stands beside ours in files that the client reads, for whatever else it asks of CodeArtifact, and signs it in to nothing, or not
 * for long: old tokens and registries for everything, which nobody refreshes, and references to a variable that the client does not fill in. `looked` are the places that were
 * looked into already, `own` the lines that the app keeps.
 */
export async function strayTokens(
  { context, found }: Asker,
  { title, references, meaning }: Pick<Client, 'title' | 'references' | 'meaning'>,
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
    const isKept = ({ entry }: Entry) => known.has(identify(entry)) || own.get(path)?.has(identify(entry)) === true;
    const linesOf = (entries: readonly Entry[]) => [
      ...new Set(entries.filter((entry) => !isKept(entry)).map(({ start }) => file.value.lineOf(start))),
    ];
    const name = displayPath(path, context.environment.home);
    const old = linesOf(file.value.tokens.filter(({ value }) => hasEnded(value, context.now)));
    if (old.length > 0) findings.push(staleToken(title, path, old, name));
    const literal = linesOf(file.value.references.filter(({ value }) => isLiteral(value, references?.[first.editor])));
    // Where its token has ended, that is told.
    const isForAll = ({ entry, value }: Entry) => meaning(entry, value)?.takesOver?.startsWith('every ') === true;
    const taken = old.length > 0 ? [] : linesOf(file.value.addresses.filter(isForAll));
    if (taken.length > 0) findings.push(takenRegistry(title, path, taken, name));
    if (literal.length > 0) findings.push(literalReference(title, path, literal, name));
  }
  return findings;
}

function hasEnded(value: string, now: number): boolean {
  const times = readTokenTimes(tokenIn(value) ?? '');
  return times !== null && times.expiresAt <= now;
}

/** True for an address of CodeArtifact whose password is a reference to every reader but this client. */
function isLiteral(value: string, forms: readonly ReferenceForm[] = []): boolean {
  return value.includes('.d.codeartifact.') && looksLikeReference(value) && referenceIn(value, forms) === null;
}

function staleToken(title: string, path: string, lines: readonly number[], name: string): Finding {
  const message = `${title} also reads ${name}, where ${linesText(lines)} ${lines.length === 1 ? 'has a CodeArtifact token' : 'have CodeArtifact tokens'} that expired and that nobody refreshes: what is asked with it is refused.`;
  return warning(problemOf('tokenStale', message, adopting(path)), path, lines, name);
}

function takenRegistry(title: string, path: string, lines: readonly number[], name: string): Finding {
  const message = `${title} asks CodeArtifact for every package by ${linesText(lines)} of ${name}, as "aws codeartifact login" leaves it, and nobody keeps that signed in.`;
  const problem = problemOf('registryTaken', message, {
    advice:
      'Have what no repository here keeps taken out of the file, and apply. Or adopt it: it is refreshed from then on.',
    command: `codeartifact-tray clear ${shellWord(path)}`,
  });
  return warning(problem, path, lines, name);
}

function literalReference(title: string, path: string, lines: readonly number[], name: string): Finding {
  const message = `${title} fills in no variables in ${name}: ${linesText(lines)} ${lines.length === 1 ? 'sends' : 'send'} that text to CodeArtifact as it stands, and what is asked with it is refused.`;
  return warning(problemOf('credentialShadowed', message, adopting(path)), path, lines, name);
}

function adopting(path: string): { readonly advice: string; readonly command: string } {
  return {
    advice: 'Adopt what stands there, and apply: it is refreshed from then on. Or remove it.',
    command: `codeartifact-tray adopt ${shellWord(path)}`,
  };
}

function warning(problem: Problem, path: string, lines: readonly number[], name: string): Finding {
  return { severity: 'warning', problem, origin: { name, path, line: lines[0] ?? null } };
}

function linesText(lines: readonly number[]): string {
  return lines.length === 1 ? `line ${lines[0]}` : `lines ${lines.slice(0, -1).join(', ')} and ${lines.at(-1)}`;
}
