import { isDeepStrictEqual } from 'node:util';
import { tokensIn, readTokenTimes } from '../secrets/token.ts';
import { isSettled } from '../files/stamp.ts';
import type { Sight } from '../files/stamp.ts';
import { noVisibilityKept } from '../files/version-control/visibility.ts';
import type { KeptVisibility } from '../files/version-control/visibility.ts';
import type { JournalFile } from '../state/journal.ts';
import type { Ledger, LedgerEntry } from '../state/ledger.ts';
import type { DesiredFile } from './desired.ts';
import type { FilePlan } from './plan.ts';
import type { KeptTargets } from './targets.ts';
import { nothingWanted } from './wanted.ts';
import type { KeptWanted } from './wanted.ts';

/** Where a file is: in which project, if in one, and whether it is the user's own. */
export type Place = { readonly project: string | null; readonly isUsers: boolean };

/** What a plan of one file is made of. Compared by identity: what is the same as before is the same object. */
type Basis = {
  readonly desired: DesiredFile | undefined;
  readonly journal: JournalFile | undefined;
  readonly place: Place;
  readonly ledger: Ledger;
};

type KeptPlan = {
  readonly basis: Basis;
  /** Of the tokens in it. */
  readonly tokens: readonly (LedgerEntry['token'] | undefined)[];
  readonly stamp: string;
  /** Between these times a token in the file neither begins nor ends to count. Milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  readonly draft: FilePlan;
};

/** What the plan before found out, so that the next one looks again only where something is another. */
export type Kept = {
  readonly targets: KeptTargets;
  readonly wanted: KeptWanted;
  readonly plans: Map<string, KeptPlan>;
  /** The text of each file when it was last as it should be, by path. */
  readonly inOrder: Map<string, string>;
  readonly visibility: KeptVisibility;
};

export function nothingKept(): Kept {
  return {
    targets: new Map(),
    wanted: nothingWanted(),
    plans: new Map(),
    inOrder: new Map(),
    visibility: noVisibilityKept(),
  };
}

function tokensOf({ desired, journal, ledger }: Basis): KeptPlan['tokens'] {
  const entries = [...(desired?.entries ?? []), ...(journal?.entries ?? [])];
  const ids = new Set(entries.flatMap(({ tokenId }) => (tokenId === null ? [] : [tokenId])));
  return [...ids].map((id) => ledger.tokens[id]?.token);
}

/** The plan of before, where nothing that it was made of is another. */
export function keptPlan(kept: Kept, path: string, basis: Basis, sight: Sight, now: number): FilePlan | null {
  const known = kept.plans.get(path);
  if (known === undefined || now < known.from || now >= known.until) return null;
  const { desired, journal, place, ledger } = known.basis;
  const isSame =
    desired === basis.desired &&
    journal === basis.journal &&
    place.project === basis.place.project &&
    place.isUsers === basis.place.isUsers &&
    (ledger === basis.ledger || isDeepStrictEqual(known.tokens, tokensOf(basis)));
  if (!isSame) return null;
  // What was to be written may have been written since, by ourselves, which nobody is told.
  const isAsBefore = hasWork(known.draft) ? sight.stampOf(path) === known.stamp : sight.isAsBefore(path, known.stamp);
  return isAsBefore ? known.draft : null;
}

/** True where something of it is not as it should be. */
export function hasWork({ steps, mode, whole }: Pick<FilePlan, 'steps' | 'mode' | 'whole'>): boolean {
  return mode !== null || whole !== null || steps.some(({ kind }) => kind !== 'keep');
}

/** Keeps the plan of a file that is there and could be read; of others it is not known when they change. */
export function keepPlan(kept: Kept, draft: FilePlan, basis: Basis, stamp: string, now: number): void {
  if (draft.file?.exists !== true || !isSettled(stamp)) {
    kept.plans.delete(draft.path);
    return;
  }
  const tokens = tokensOf(basis);
  const ahead = tokens.map((token) => token?.serviceAhead ?? 0);
  const inFile = tokensIn(draft.file.text).flatMap((token) => {
    const end = readTokenTimes(token)?.expiresAt;
    return end === undefined ? [] : [end, ...ahead.map((by) => end - by)];
  });
  const ends = [...inFile, ...tokens.map((token) => token?.expiresAt ?? 0)].filter((end) => end > now);
  kept.plans.set(draft.path, { basis, tokens, stamp, from: now, until: Math.min(Infinity, ...ends), draft });
}
