import { problemOf } from '../../contract/problem.ts';
import type { FoundLogin } from '../../contract/scan.ts';
import type { ClientContext } from '../clients/client.ts';
import { editors } from '../editors/index.ts';
import type { EntryPath } from '../editors/text/entry-path.ts';
import { displayPath } from '../files/display-path.ts';
import { lookOnce } from '../files/stamp.ts';
import { collectDesired } from '../plan/desired.ts';
import { askTargets } from '../plan/targets.ts';
import type { Settings } from '../state/settings.ts';
import type { State } from '../state/state.ts';
import { addressesIn, configuredOrigins } from './address.ts';
import { readDocuments } from './documents.ts';
import type { UnreadableDocument } from './documents.ts';
import { hitsIn, MOST_HITS } from './hits.ts';
import type { Hit } from './hits.ts';
import { loginsOf } from './logins.ts';
import type { Login } from './logins.ts';
import { variablesFound } from './variables.ts';
import { viewOf } from './view.ts';

/** A login with what is shown of it. */
export type Found = { readonly login: Login; readonly view: FoundLogin };

export type FoundEverything = {
  readonly found: readonly Found[];
  /** What stands in variables, which no file tells of. */
  readonly inVariables: readonly FoundLogin[];
  readonly unreadable: readonly UnreadableDocument[];
  /** The binding whose line it is; null for somebody else's. */
  ownerOf(hit: Hit): string | null;
};

export type ScanInput = {
  readonly state: Pick<State, 'settings' | 'journal'>;
  readonly context: ClientContext;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** A folder to look into besides the known projects. */
  readonly folder: string | null;
};

/** Every CodeArtifact URL and token in the files and variables that clients read. Reads only; asks nobody. */
export async function findEverything({ state, context, now, folder }: ScanInput): Promise<FoundEverything> {
  const { home } = context.environment;
  const folders = new Set(state.settings.projects.map(({ path }) => path));
  if (folder !== null) folders.add(folder);
  const { documents, unreadable } = await readDocuments([...folders], context);
  const origins = originsOf(state.settings, context);
  const read = documents.map((document) => ({ document, hits: hitsIn(document, origins) }));
  const all = loginsOf(read.flatMap(({ hits }) => hits ?? []));
  const ownerOf = await ownersOf(state, context);
  const leaving = new Set(
    (state.settings.clearing ?? []).map(({ path, editor, entry }) => placeKey(path, editor, entry)),
  );
  const isLeaving = ({ document: { path, editor }, entry }: Hit) => leaving.has(placeKey(path, editor, entry));
  return {
    found: all.map((login) => ({ login, view: viewOf(login, { all, home, now, ownerOf, isLeaving }) })),
    inVariables: variablesFound(context.environment, origins, now),
    unreadable: [
      ...unreadable,
      ...read.flatMap(({ document, hits }) => (hits === null ? [tooMuch(document.path, home)] : [])),
    ],
    ownerOf,
  };
}

/** Endpoints of one's own: what the environment configures, and where bindings lead that no host of AWS's serves. */
export function originsOf(settings: Settings, { environment }: ClientContext): readonly URL[] {
  const ofBindings = settings.bindings
    .filter(({ endpoint }) => addressesIn(endpoint, []).length === 0)
    // One that was kept and is no address leads nowhere.
    .flatMap(({ endpoint }) => (URL.canParse(endpoint) ? [new URL(endpoint)] : []));
  const origins = [...configuredOrigins(environment.env), ...ofBindings];
  return origins.filter((one, index) => origins.findIndex(({ host }) => host === one.host) === index);
}

/** Tells bindings by what they write, or wrote. */
async function ownersOf({ settings, journal }: ScanInput['state'], context: ClientContext) {
  const { files } = await collectDesired(settings, askTargets(settings, context, new Map(), lookOnce()));
  const owners = new Map<string, string>();
  for (const { path, editor, entries } of [...journal.files, ...files]) {
    for (const { entry, bindings } of entries) {
      const [first] = bindings;
      if (first !== undefined) owners.set(placeKey(path, editor, entry), first);
    }
  }
  return ({ document, entry }: Hit) => owners.get(placeKey(document.path, document.editor, entry)) ?? null;
}

function placeKey(path: string, editor: Hit['document']['editor'], entry: EntryPath): string {
  return JSON.stringify([path, editors[editor].identify(entry)]);
}

function tooMuch(path: string, home: string): UnreadableDocument {
  const shown = displayPath(path, home);
  const problem = problemOf('fileInvalid', `${shown} holds more than ${MOST_HITS} lines about registries.`, {
    advice: 'Check that it is the right file.',
  });
  return { path, displayPath: shown, problem };
}
