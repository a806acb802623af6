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

/** What a plan of one file was made of. Compared by identity: what is the same as before is the same object. */
type Basis = {
  readonly desired: DesiredFile | undefined;
  readonly journal: JournalFile | undefined;
  readonly project: string | null;
  readonly isUsers: boolean;
  /** Of the tokens in it. */
  readonly tokens: readonly (LedgerEntry['token'] | undefined)[];
};

type KeptPlan = {
  readonly basis: Basis;
  readonly stamp: string;
  /** Between these times a token in the file neither begins nor ends to count. Milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  readonly draft: FilePlan;
};

/** What the plan before found out, so that the next one looks again only where something is another. */
export type Kept = {
  readonly targets: KeptTargets;
  readonly desired: Map<string, { readonly text: string; readonly file: DesiredFile }>;
  readonly plans: Map<string, KeptPlan>;
  readonly visibility: KeptVisibility;
};

export function nothingKept(): Kept {
  return { targets: new Map(), desired: new Map(), plans: new Map(), visibility: noVisibilityKept() };
}

/** The files as they are wanted; one that is wanted as before is the same object as before. */
export function sameFiles(kept: Kept, files: readonly DesiredFile[]): readonly DesiredFile[] {
  const known = new Map(kept.desired);
  kept.desired.clear();
  return files.map((file) => {
    const text = JSON.stringify(file);
    const before = known.get(file.path);
    const same = before?.text === text ? before : { text, file };
    kept.desired.set(file.path, same);
    return same.file;
  });
}

export function basisOf(
  desired: DesiredFile | undefined,
  journal: JournalFile | undefined,
  place: { readonly project: string | null; readonly isUsers: boolean },
  ledger: Ledger,
): Basis {
  const entries = [...(desired?.entries ?? []), ...(journal?.entries ?? [])];
  const ids = new Set(entries.flatMap(({ tokenId }) => (tokenId === null ? [] : [tokenId])));
  return { desired, journal, ...place, tokens: [...ids].map((id) => ledger.tokens[id]?.token) };
}

/** The plan of before, where nothing that it was made of is another. */
export function keptPlan(kept: Kept, path: string, basis: Basis, sight: Sight, now: number): FilePlan | null {
  const known = kept.plans.get(path);
  if (known === undefined || now < known.from || now >= known.until) return null;
  if (!sight.isAsBefore(path, known.stamp)) return null;
  const { desired, journal, project, isUsers, tokens } = known.basis;
  const isSame =
    desired === basis.desired &&
    journal === basis.journal &&
    project === basis.project &&
    isUsers === basis.isUsers &&
    isDeepStrictEqual(tokens, basis.tokens);
  return isSame ? known.draft : null;
}

/** Keeps the plan of a file that is there and could be read; of others it is not known when they change. */
export function keepPlan(kept: Kept, draft: FilePlan, basis: Basis, stamp: string, now: number): void {
  if (draft.file?.exists !== true || !isSettled(stamp)) {
    kept.plans.delete(draft.path);
    return;
  }
  const ahead = basis.tokens.map((token) => token?.serviceAhead ?? 0);
  const inFile = tokensIn(draft.file.text).flatMap((token) => {
    const end = readTokenTimes(token)?.expiresAt;
    return end === undefined ? [] : [end, ...ahead.map((by) => end - by)];
  });
  const ends = [...inFile, ...basis.tokens.map((token) => token?.expiresAt ?? 0)].filter((end) => end > now);
  kept.plans.set(draft.path, { basis, stamp, from: now, until: Math.min(Infinity, ...ends), draft });
}
