import path from 'node:path';
import { USER_LEVEL } from '../../contract/user-level.ts';
import type { Problem, ProblemCode } from '../../contract/problem.ts';
import type { BindingView, PlanView, ProjectView, Snapshot, TokenView } from '../../contract/snapshot.ts';
import type { WaitingProfile } from '../../ports/aws-sign-in.ts';
import { clientViews, findClient } from '../clients/index.ts';
import type { Core } from '../core/core.ts';
import { displayPath } from '../files/display-path.ts';
import { exists } from '../files/exists.ts';
import { activityViews } from './activity-view.ts';
import { planView } from './plan-view.ts';
import { clientBindingOf, endpointProblem } from '../plan/binding.ts';
import type { Plan } from '../plan/plan.ts';
import { byId, initialSettings } from '../state/settings.ts';
import type { BindingSettings, Settings, TokenSettings } from '../state/settings.ts';
import type { State } from '../state/state.ts';
import type { Ledger, LedgerEntry } from '../state/ledger.ts';
import { tokensInUse } from '../tokens/next-work.ts';
import { dueAt, sessionNeed, tokenState } from '../tokens/schedule.ts';

/** Everything a screen shows, from the files as they are now. The caller sets the revision. */
export async function buildSnapshot(core: Core): Promise<Omit<Snapshot, 'revision'>> {
  const state = await core.state.read();
  const { host, clock, environment } = core.ports;
  const settings = state.ok ? state.value.settings : initialSettings;
  const base = {
    now: new Date(clock.now()).toISOString(),
    host,
    theme: settings.theme,
    trayClick: settings.trayClick,
    notifications: { quietHours: settings.quietHours, snoozedUntil: settings.snoozedUntil },
    paused: settings.paused,
    clients: clientViews(),
    projects: await projectViews(settings, environment.home),
    activity: activityViews(core.activity.events(), state.ok ? state.value : null, environment.home),
  };
  if (!state.ok) {
    const plan = { id: 'none', changes: [], warnings: [], untouched: [], clearing: [] };
    const signIns = await core.signIns.views([]);
    return { ...base, problem: state.error, tokens: [], signIns, bindings: [], plan, canUndo: false };
  }
  const plan = await core.plan(state.value);
  const findings = await core.judge.after(state.value, plan);
  const view = planView(plan, state.value, findings, environment.home);
  const about = whatIsAbout(state.value, plan, view);
  const tokens = tokenViews(core, state.value);
  return {
    ...base,
    problem: null,
    tokens,
    signIns: await core.signIns.views(profilesWaiting(tokens, settings)),
    bindings: settings.bindings.map((binding) => ({
      ...bindingView(binding, core, state.value, plan, about),
      findings: findings.get(binding.id) ?? [],
    })),
    plan: view,
    canUndo: state.value.journal.lastApply !== null,
  };
}

export function tokenViews(core: Core, { settings, ledger }: State): readonly TokenView[] {
  const used = new Set(settings.bindings.filter((binding) => binding.enabled).map((binding) => binding.tokenId));
  return settings.tokens.map((token) =>
    tokenView(
      token,
      entryOf(core, token.id, ledger),
      core.refresher.isRefreshing(token.id),
      core.ports.clock.now(),
      used.has(token.id) && !settings.paused,
    ),
  );
}

/** What the ledger knows of a token, and a failure here that it doesn't know while the token is still the one of then. */
function entryOf(core: Core, tokenId: string, ledger: Ledger): LedgerEntry | undefined {
  const entry = ledger.tokens[tokenId];
  const failed = core.refresher.failures.get(tokenId);
  const token = entry?.token ?? null;
  if (failed === undefined || (entry?.failure ?? null) !== null) return entry;
  if (failed.fingerprint !== (token?.fingerprint ?? null)) return entry;
  return { token, failure: { problem: failed.problem, attempts: 1, nextAttemptAt: failed.at } };
}

function tokenView(
  token: TokenSettings,
  entry: LedgerEntry | undefined,
  refreshing: boolean,
  now: number,
  kept: boolean,
): TokenView {
  const times = entry?.token ?? null;
  const due = dueAt(entry, now);
  return {
    id: token.id,
    profile: token.profile,
    region: token.region,
    domain: token.domain,
    domainOwner: token.domainOwner,
    state: tokenState(entry, refreshing, now),
    issuedAt: times === null ? null : new Date(times.issuedAt).toISOString(),
    expiresAt: times === null ? null : new Date(times.expiresAt).toISOString(),
    refreshAt: kept && due > 0 ? new Date(due).toISOString() : null,
    error: entry?.failure?.problem ?? null,
  };
}

/** Profiles whose wanted tokens wait for a session to be begun. */
function profilesWaiting(tokens: readonly TokenView[], settings: Settings): readonly WaitingProfile[] {
  const used = new Set(tokensInUse(settings).map(({ id }) => id));
  const waiting = tokens.flatMap(({ id, profile, error }) => {
    const needs = used.has(id) ? sessionNeed(error) : null;
    return needs === null ? [] : [[profile, { profile, needs }] as const];
  });
  return [...new Map(waiting).values()];
}

export async function projectViews(settings: Settings, home: string): Promise<readonly ProjectView[]> {
  const user: ProjectView = { id: USER_LEVEL, name: 'User level', path: home, displayPath: '~', exists: true };
  const folders = await Promise.all(
    settings.projects.map(async ({ id, path: folder }): Promise<ProjectView> => {
      return {
        id,
        name: path.basename(folder),
        path: folder,
        displayPath: displayPath(folder, home),
        exists: await exists(folder),
      };
    }),
  );
  return [user, ...folders];
}

export function bindingView(
  binding: BindingSettings,
  core: Core,
  state: State,
  plan: Plan,
  { journalled, pending: changes, changed }: AboutBindings,
): Omit<BindingView, 'findings'> {
  const { home } = core.ports.environment;
  const token = byId(state.settings.tokens, binding.tokenId);
  const client = findClient(binding.client);
  const seen = clientBindingOf(state.settings, binding);
  const refused = plan.refused.get(binding.id) ?? null;
  const paths = new Set([...(plan.targets.get(binding.id) ?? []), ...(journalled.get(binding.id) ?? [])]);
  const pending = changes.get(binding.id) ?? new Set();
  const unwritten = (target: string) => (pending.has(target) ? unwrittenFile(core, target) : null);
  const stopped = refused ?? [...paths].map(unwritten).find((found) => found !== null) ?? null;
  const targets = [...paths].map((target) => ({
    path: target,
    displayPath: displayPath(target, home),
    state: stateOf(binding, refused ?? unwritten(target), pending.has(target)),
  }));
  return {
    id: binding.id,
    projectId: binding.projectId,
    client: binding.client,
    tokenId: binding.tokenId,
    domain: token?.domain ?? '',
    repository: binding.repository,
    endpoint: binding.endpoint,
    options: binding.options,
    scopeText: client?.scopeText(seen) ?? '',
    enabled: binding.enabled,
    execOnly: binding.execOnly === true,
    state: stateOf(binding, stopped, pending.size > 0),
    problem: stopped ?? changed.get(binding.id) ?? null,
    targets,
    snippets: endpointProblem(state.settings, binding) === null ? (client?.snippets?.(seen) ?? []) : [],
  };
}

/** Why a file can't be written, as far as that is the file's fault: what a token lacks is the token's to say. */
function unwrittenFile(core: Core, file: string): Problem | null {
  const problem = core.applier.unwritten.get(file);
  return problem !== undefined && FILE_CODES.has(problem.code) ? problem : null;
}

const FILE_CODES: ReadonlySet<ProblemCode> = new Set(['fileNotWritable', 'fileUnreadable', 'fileBusy', 'diskFull']);

/** What files say of bindings, by their ids. */
type AboutBindings = {
  /** Paths with lines of theirs. */
  readonly journalled: ReadonlyMap<string, ReadonlySet<string>>;
  /** Paths that an apply would write for them. */
  readonly pending: ReadonlyMap<string, ReadonlySet<string>>;
  /** What somebody did to a line of theirs on purpose. */
  readonly changed: ReadonlyMap<string, Problem>;
};

export function whatIsAbout({ journal }: State, plan: Plan, view: PlanView): AboutBindings {
  const steps = plan.files.flatMap((file) => file.steps);
  return {
    journalled: pathsById(
      journal.files.map(({ path: file, entries }) => [file, entries.flatMap(({ bindings }) => bindings)]),
    ),
    pending: pathsById(view.changes.map((change) => [change.path, change.bindings])),
    changed: new Map(
      steps.flatMap((step) => {
        const problem = step.kind === 'set' ? step.changed : null;
        return problem === null ? [] : step.bindings.map((id) => [id, problem] as const);
      }),
    ),
  };
}

function pathsById(files: readonly (readonly [string, readonly string[]])[]): ReadonlyMap<string, ReadonlySet<string>> {
  const paths = new Map<string, Set<string>>();
  for (const [file, ids] of files) for (const id of ids) paths.set(id, (paths.get(id) ?? new Set()).add(file));
  return paths;
}

function stateOf(binding: BindingSettings, problem: Problem | null, pending: boolean): BindingView['state'] {
  if (problem !== null && binding.enabled) return 'refused';
  if (pending) return 'pending';
  return binding.enabled ? 'inSync' : 'off';
}
