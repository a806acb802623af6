import type { Journal, JournalEntry, JournalFile } from '../state/journal.ts';
import type { FilePlan } from '../plan/plan.ts';
import type { Step } from '../plan/plan-file.ts';
import { takenOverBy } from './taken-over.ts';
import { reusing } from '../state/reread.ts';
import { sameEntry } from '../editors/text/entry-path.ts';

type SetStep = Extract<Step, { kind: 'set' }>;

/**
 * The journal as it must stand before the first file is written: a crash after that still knows what stood where.
 * `folders` holds, per path, those that will be made for it; `unaskedAt` when it is written without anybody's asking, else null.
 */
export function journalBefore(
  journal: Journal,
  plans: readonly FilePlan[],
  folders: ReadonlyMap<string, readonly string[]>,
  unaskedAt: number | null,
): Journal {
  const files = new Map(journal.files.map((file) => [file.path, file]));
  let isSame = true;
  for (const plan of plans) {
    const sets = plan.steps.filter((step) => step.kind === 'set');
    if (sets.length === 0 || plan.file === null) continue;
    const existing = files.get(plan.path);
    const base: JournalFile = existing ?? {
      path: plan.path,
      client: plan.client,
      editor: plan.editor,
      created: !plan.file.exists,
      createdFolders: [],
      modeBefore: null,
      entries: [],
    };
    // A file we made that the person deleted is ours to make again.
    const created = base.created || (!plan.file.exists && base.entries.length > 0);
    // Wider than ours, hence chosen by somebody: also when an earlier attempt, or a change since, noted another one.
    const tightened = plan.mode !== null && sets.some((step) => step.tokenId !== null);
    const modeBefore = tightened ? plan.file.mode : base.modeBefore;
    const createdFolders = union(base.createdFolders, folders.get(plan.path) ?? []);
    const entries = withSets(base.entries, sets, unaskedAt);
    // What is put back, or gets a newer token, is described already.
    const next = reusing(existing, { ...base, created, createdFolders, modeBefore, entries });
    if (next === existing) continue;
    files.set(plan.path, next);
    isSame = false;
  }
  return isSame ? journal : { ...journal, files: [...files.values()] };
}

function withSets(
  entries: readonly JournalEntry[],
  sets: readonly SetStep[],
  unaskedAt: number | null,
): JournalEntry[] {
  const kept = entries.filter((entry) => !sets.some((step) => sameEntry(step.entry, entry.entry)));
  const fresh = sets.map((step) => {
    const known = entries.find((entry) => sameEntry(step.entry, entry.entry));
    const { entry, requiredBy } = step;
    // What is put right unasked was damage, which nobody wants back.
    const before = unaskedAt !== null && step.heals !== null && known !== undefined ? known.before : step.before;
    const next = { entry, before, requiredBy, ...valueOf(step), ...overwritten(step, known, unaskedAt) };
    if (known === undefined) return { ...next, earlier: [] };
    return reusing(known, next) === known ? known : { ...next, earlier: earlierThan(step.value, known) };
  });
  return kept.length === 0 ? inOrder(entries, fresh) : [...kept, ...fresh];
}

/** The entries as they stood in the file of before, so that what is the same is found to be. */
function inOrder(entries: readonly JournalEntry[], fresh: readonly JournalEntry[]): JournalEntry[] {
  const placeOf = ({ entry }: JournalEntry) => entries.findIndex((known) => sameEntry(known.entry, entry));
  return fresh.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** What a person applies is nobody's who changed it before. */
function overwritten({ heals }: SetStep, known: JournalEntry | undefined, unaskedAt: number | null) {
  if (unaskedAt === null) return {};
  const at = heals === 'changed' ? unaskedAt : known?.overwrittenAt;
  return at === undefined ? {} : { overwrittenAt: at };
}

function valueOf(step: Extract<Step, { kind: 'set' | 'keep' }>) {
  const { value, equivalents, tokenId, bindings } = step;
  return {
    after: value,
    ...(equivalents.length === 0 ? {} : { equivalents }),
    tokenId,
    bindings,
  };
}

/** Each value once, however often writing is tried in vain. */
function earlierThan(value: string, { after, tokenId, bindings, earlier = [] }: JournalEntry) {
  const candidates = [{ after, tokenId, bindings }, ...earlier].filter((candidate) => candidate.after !== value);
  return candidates.filter((one, index) => candidates.findIndex((other) => other.after === one.after) === index);
}

/**
 * The journal after the files were written: what was restored or given up leaves it, and what was switched is noted for undo.
 * `done` are the plans as they were carried out; where that is nothing, what was to be taken back `before` still is.
 */
export function journalAfter(journal: Journal, done: readonly FilePlan[], now: number, before: Journal): Journal {
  const plans = new Map(done.map((plan) => [plan.path, plan]));
  const files = journal.files
    .map((file) => {
      const plan = plans.get(file.path);
      return plan === undefined ? file : cleaned(file, plan);
    })
    .filter((file) => file.entries.length > 0);
  const on = done.flatMap((plan) => plan.steps.flatMap((step) => switchedOnBy(plan, step)));
  const off = [...bindingsOf(done, (step) => step.kind === 'restore'), ...replacedBy(done)];
  // Rounds of one apply share their moment and count as one.
  const earlier = before.lastApply?.at === now ? before.lastApply : { on: [], off: [], takenOver: [] };
  const taken = [...(earlier.takenOver ?? []), ...done.flatMap((plan) => takenOverBy(plan))];
  const clears = done.some(({ steps }) => steps.some(({ kind }) => kind === 'clear'));
  const isNothing = on.length + off.length + taken.length === 0 && !clears;
  const takenOver = taken.length === 0 ? {} : { takenOver: taken };
  const lastApply = isNothing
    ? before.lastApply
    : { at: now, on: union(earlier.on, on), off: union(earlier.off, off), ...takenOver };
  return { ...journal, files, lastApply, cleared: clears ? journal.cleared : before.cleared };
}

/** Those that are new in the file; where none is, all whose line had to be written again. */
function switchedOnBy({ journal }: FilePlan, step: Step): readonly string[] {
  if (step.kind !== 'set' || step.refresh || step.heals !== null || step.changed !== null) return [];
  const known = new Set(journal?.entries.flatMap(({ bindings }) => bindings));
  const fresh = step.bindings.filter((id) => !known.has(id));
  return fresh.length > 0 ? fresh : step.bindings;
}

function cleaned(file: JournalFile, plan: FilePlan): JournalFile {
  const left = plan.steps.filter((step) => step.kind === 'restore' || step.kind === 'forget');
  const entries = file.entries
    .filter((entry) => !left.some((step) => sameEntry(step.entry, entry.entry)))
    .map((entry) => {
      const wanted = plan.steps.filter((step) => step.kind === 'set' || step.kind === 'keep');
      const now = wanted.find((step) => sameEntry(step.entry, entry.entry));
      if (now === undefined) return entry;
      const { entry: at, before, requiredBy, overwrittenAt } = entry;
      const changed = overwrittenAt === undefined ? {} : { overwrittenAt };
      return { entry: at, before, requiredBy, ...changed, ...valueOf(now) };
    });
  return { ...file, entries };
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}

function replacedBy(plans: readonly FilePlan[]): string[] {
  return plans.flatMap((plan) => plan.steps.flatMap((step) => (step.kind === 'set' ? step.replaces : [])));
}

function bindingsOf(plans: readonly FilePlan[], matches: (step: Step) => boolean): string[] {
  return [...new Set(plans.flatMap((plan) => plan.steps.filter(matches).flatMap((step) => step.bindings)))];
}
