import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ClientName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import type { ClientContext } from '../clients/client.ts';
import { findClient, referenceForms } from '../clients/index.ts';
import type { EditorName } from '../editors/index.ts';
import { editors } from '../editors/index.ts';
import { unreadableProblem } from '../editors/unreadable.ts';
import type { Unreadable } from '../editors/unreadable.ts';
import { isInside } from '../files/display-path.ts';
import { readTextFile } from '../files/text-file.ts';
import type { TextFile } from '../files/text-file.ts';
import { givingWay } from '../files/give-way.ts';
import type { Sight } from '../files/stamp.ts';
import { lookForVersionControl } from '../files/version-control/visibility.ts';
import type { VersionControl } from '../files/version-control/visibility.ts';
import type { Visibility } from '../files/version-control/visibility.ts';
import { byId } from '../state/settings.ts';
import { tokenIn } from '../secrets/token.ts';
import type { ClearedEntry, Settings } from '../state/settings.ts';
import { withWayOut } from './way-out.ts';
import type { Ledger } from '../state/ledger.ts';
import { askAll } from './desired.ts';
import { isMended, readDamaged } from './damaged.ts';
import { hasWork, keepPlan, keptPlan } from './kept.ts';
import type { Kept, Place } from './kept.ts';
import { askTargets } from './targets.ts';
import { wantedBy } from './wanted.ts';
import type { DesiredFile } from './desired.ts';
import type { Journal, JournalFile } from '../state/journal.ts';
import { clearSteps } from './clear-steps.ts';
import { planSteps } from './plan-file.ts';
import { leftToGit } from './left-to-git.ts';
import { keepingPrivate, livesBeside, withoutLeak } from './left-token.ts';
import { folderAround, leadsOut } from './project-around.ts';
import { isAboutSecret, secretProblem } from './secret-problem.ts';
import type { Step } from './plan-file.ts';
import { sameEntry } from '../editors/text/entry-path.ts';

/** One file with all that is to be done to it; `steps` is empty when it can't be touched. */
export type FilePlan = {
  readonly path: string;
  readonly client: ClientName;
  readonly editor: EditorName;
  /** As it was read; null when it could not be. */
  readonly file: TextFile | null;
  /** Whether version control has or would have the file; null where it doesn't matter. */
  readonly visibility: Visibility | null;
  readonly steps: readonly Step[];
  /** The text that is put back whole before any step, where only its beginning is left; null to begin with the file as it was read. */
  readonly whole: string | null;
  /** Permission bits to set; null to leave them. */
  readonly mode: number | null;
  /** False on Windows, which keeps access elsewhere. */
  readonly hasModes: boolean;
  /** True where a token that lives stands in an entry that is not ours, as another tool's login leaves it. */
  readonly hasOthersToken: boolean;
  /** True in a project, where what holds no secret is for colleagues, git and containers as well. */
  readonly inProject: boolean;
  readonly problem: Problem | null;
  readonly journal: JournalFile | undefined;
};

export type Plan = {
  /** Changes with the files, the switches and the tokens in them. */
  readonly id: string;
  readonly files: readonly FilePlan[];
  /** Switched-on bindings that can't be brought about, with the reason. */
  readonly refused: ReadonlyMap<string, Problem>;
  readonly targets: ReadonlyMap<string, readonly string[]>;
};

export type PlanInput = {
  readonly settings: Settings;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly context: ClientContext;
  readonly now: number;
  /** Bindings to leave alone for a reason found elsewhere, such as a token that can't be had. */
  readonly excluded: ReadonlyMap<string, Problem>;
  /** From the plan before. */
  readonly kept: Kept;
  readonly sight: Sight;
  /** The only files that are looked at; null for all. */
  readonly changed: ReadonlySet<string> | null;
};

/** Works out what would bring every target in line with every switch. Reads files, writes and fetches nothing. */
export async function makePlan(input: PlanInput): Promise<Plan> {
  const { settings, journal, context, excluded, kept, sight, changed } = input;
  const asking = askTargets(settings, context, kept.targets, sight);
  const wanted = wantedBy(kept.wanted, settings, journal, await askAll(settings, asking));
  const { desired, byPath, ofUser } = wanted;
  const { clearing = [] } = settings;
  const leavingFrom = Map.groupBy(clearing, ({ path }) => path);
  const paths = new Set([...desired.files, ...journal.files, ...clearing].map(({ path }) => path));
  const writtenFiles = new Map(journal.files.map((file) => [file.path, file]));
  // What is around the home folder has files that are the person's own.
  const projects = new Set(
    settings.projects.map((project) => project.path).filter((folder) => !isInside(context.environment.home, folder)),
  );
  const visibilityOf = lookForVersionControl(context.environment, kept.visibility);
  const drafts: FilePlan[] = [];
  const giveWay = givingWay();
  for (const path of paths) {
    await giveWay();
    const written = writtenFiles.get(path);
    const isUsers = ofUser.has(path);
    const place: Place = { project: isUsers ? null : folderAround(path, projects), isUsers };
    const leaving = leavingFrom.get(path) ?? [];
    const basis = { desired: byPath.get(path), journal: written, place, ledger: input.ledger };
    const known = leaving.length > 0 ? null : keptPlan(kept, path, basis, sight, input.now);
    const isTrusted = changed !== null && !changed.has(path);
    if (known !== null && (isTrusted || (await isSeenAsBefore(known, visibilityOf)))) {
      drafts.push(known);
      continue;
    }
    const stamp = sight.stampOf(path);
    const draft = await planFile(path, basis.desired, written, leaving, place, { ...input, visibilityOf });
    if (draft === null) continue;
    drafts.push(draft);
    if (leaving.length === 0) keepPlan(kept, draft, basis, stamp, input.now);
    else kept.plans.delete(path);
  }
  for (const path of kept.plans.keys()) if (!paths.has(path)) kept.plans.delete(path);
  for (const path of kept.inOrder.keys()) if (!paths.has(path)) kept.inOrder.delete(path);
  const found = new Map([...excluded, ...desired.problems, ...refusals(drafts, byPath)]);
  const refused = new Map(
    [...found].map(([id, problem]) => {
      const binding = byId(settings.bindings, id);
      return [id, binding === undefined ? problem : withWayOut(problem, binding, settings)];
    }),
  );
  const files = drafts.map((draft) => withoutRefused(draft, refused, excluded));
  return { id: planId(files), files, refused, targets: desired.targets };
}

/** What version control says of a file changes without the file. */
async function isSeenAsBefore({ file, visibility }: FilePlan, visibilityOf: VersionControl): Promise<boolean> {
  return visibility === null || file === null || isDeepStrictEqual(await visibilityOf(file.realPath), visibility);
}

async function planFile(
  path: string,
  desired: DesiredFile | undefined,
  journal: JournalFile | undefined,
  clearing: readonly ClearedEntry[],
  { project, isUsers }: Place,
  { ledger, now, context, kept, visibilityOf }: PlanInput & { readonly visibilityOf: VersionControl },
): Promise<FilePlan | null> {
  const client = desired?.client ?? journal?.client ?? clearing[0]?.client;
  const editorName = desired?.editor ?? journal?.editor ?? clearing[0]?.editor;
  if (client === undefined || editorName === undefined) return null;
  const hasModes = context.environment.platform !== 'win32';
  const inProject = project !== null;
  const nothing = { visibility: null, whole: null, mode: null, steps: [] };
  const hasOthersToken = false;
  const base = { path, client, editor: editorName, journal, hasModes, inProject, hasOthersToken, ...nothing };
  const editor = editors[editorName];
  const read = await readTextFile(path, editor.encoding);
  if (!read.ok) return { ...base, file: null, problem: read.error };
  const file = read.value;
  const leftOut = project === null ? null : leadsOut(file, project);
  if (leftOut !== null) return { ...base, file, problem: leftOut };
  const entries = desired?.entries ?? [];
  const ours = [...entries, ...(journal?.entries ?? [])];
  const start = readDamaged(editor, file, kept.inOrder.get(path), ours);
  const known = findClient(client);
  const unreadable = (why: Unreadable): FilePlan => {
    return { ...base, file, problem: unreadableProblem(known?.title ?? client, path, why) };
  };
  if (!start.ok) return unreadable(start.error);
  const { document, whole, fault } = start.value;
  const planned = planSteps({
    path,
    document,
    editor,
    desired: entries,
    references: referenceForms(editorName),
    journal: journal?.entries ?? [],
    ledger,
    now,
  });
  const steps = [...planned, ...clearSteps({ path, document, editor, clearing, ours, now })];
  const secret = entries.some((entry) => entry.tokenId !== null);
  const changes = steps.some((step) => step.kind === 'set' || step.kind === 'restore' || step.kind === 'clear');
  // It means starting a program, so it is asked only where the answer counts; and about the very file that was read.
  const visibility = secret || changes ? await visibilityOf(file.realPath) : null;
  const holders = (journal?.entries ?? []).flatMap(({ tokenId, entry, bindings }) =>
    tokenId !== null && document.find(entry).some(({ value }) => tokenIn(value) !== null) ? bindings : [],
  );
  const tokensOfOthers = hasModes && livesBeside(document, editor, ours, now);
  const meant = await leftToGit(steps, file.realPath, visibility, context.environment);
  const hidden = withoutLeak(meant, file, visibility, hasModes ? journal : undefined);
  const draft: FilePlan = {
    ...base,
    file,
    whole,
    visibility,
    hasOthersToken: tokensOfOthers,
    steps: tokensOfOthers ? keepingPrivate(hidden, file, journal) : hidden,
    problem: secret ? secretProblem(file, visibility, [...new Set(holders)], isUsers) : null,
  };
  if (fault !== null && !isMended(draft)) return unreadable(fault);
  if (steps.length > 0 && file.exists && !hasWork(draft)) kept.inOrder.set(path, file.text);
  return draft;
}

/** A binding is all or nothing: if one of its files is refused, the others stay as they are as well. */
function refusals(
  drafts: readonly FilePlan[],
  desired: ReadonlyMap<string, DesiredFile>,
): ReadonlyMap<string, Problem> {
  const refused = new Map<string, Problem>();
  for (const draft of drafts) {
    for (const step of draft.steps) {
      if (step.kind === 'refuse') for (const binding of step.bindings) refused.set(binding, step.problem);
    }
    if (draft.problem === null) continue;
    const wanted = desired.get(draft.path)?.entries ?? [];
    for (const binding of wanted.flatMap((entry) => entry.bindings)) refused.set(binding, draft.problem);
  }
  return refused;
}

function withoutRefused(
  draft: FilePlan,
  refused: ReadonlyMap<string, Problem>,
  excluded: PlanInput['excluded'],
): FilePlan {
  const unreadable = draft.file === null || (draft.problem !== null && !isAboutSecret(draft.problem));
  const steps = unreadable
    ? []
    : draft.steps.filter((step) => {
        if (step.kind === 'refuse') return false;
        if (step.kind === 'restore' || step.kind === 'forget' || step.kind === 'clear') return true;
        // What is wrong with another file or line is no reason to let a token run out that was written long ago.
        const refresh = step.kind === 'set' && step.refresh && draft.problem === null;
        return step.bindings.some((binding) => !(refresh ? excluded : refused).has(binding));
      });
  return { ...draft, steps, mode: modeFor(draft, steps) };
}

/** A file that holds a token is 0600; when the last token leaves, the mode of before comes back, unless somebody changed ours. */
export function modeFor({ file, journal, hasModes, hasOthersToken }: FilePlan, steps: readonly Step[]): number | null {
  if (!hasModes || file === null || file.mode === null) return null;
  const secret = steps.some((step) =>
    step.kind === 'set' || step.kind === 'keep' ? step.tokenId !== null : 'leavesToken' in step && step.leavesToken,
  );
  if (secret) return (file.mode & 0o077) === 0 ? null : file.mode & 0o700;
  if (journal === undefined || journal.modeBefore === null || file.mode !== (journal.modeBefore & 0o700)) return null;
  const leaving = steps.filter((step) => step.kind === 'restore' || (step.kind === 'forget' && step.warning === null));
  const stays = journal.entries.some(
    (entry) => entry.tokenId !== null && !leaving.some((step) => sameEntry(step.entry, entry.entry)),
  );
  return leaving.length === 0 || stays || hasOthersToken ? null : journal.modeBefore;
}

/** True when applying would change the file's bytes or mode. */
export function changesFile({ steps, mode, whole }: FilePlan): boolean {
  return (
    mode !== null ||
    whole !== null ||
    steps.some(({ kind }) => kind === 'set' || kind === 'restore' || kind === 'clear')
  );
}

function planId(files: readonly FilePlan[]): string {
  const facts = files
    .filter((file) => changesFile(file))
    .map(({ path, file, steps, mode }) => [path, file?.version, mode, steps]);
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16);
}
