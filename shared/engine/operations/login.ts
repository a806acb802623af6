import type { AccountView } from '../../contract/account.ts';
import type { Finding } from '../../contract/doctor.ts';
import { failed, ok } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { ApplyReport, Parsed } from '../../contract/requests.ts';
import type { PlanView } from '../../contract/snapshot.ts';
import { nothingApplied } from '../apply/apply.ts';
import type { Applied } from '../apply/apply.ts';
import type { Core } from '../core/core.ts';
import { endpointNotice } from '../plan/binding.ts';
import { conflictingBindings } from '../plan/conflicts.ts';
import { repointed } from '../plan/replaced.ts';
import type { Repointed } from '../plan/replaced.ts';
import { planView } from '../snapshot/plan-view.ts';
import { switched } from '../state/changes.ts';
import type { LedgerEntry } from '../state/ledger.ts';
import { byId } from '../state/settings.ts';
import type { Settings, TokenSettings } from '../state/settings.ts';
import type { State } from '../state/state.ts';
import { refreshAt } from '../tokens/schedule.ts';
import { findingsNow } from './apply-report.ts';
import { isOfAny, prepareBinding } from './bindings.ts';
import { replacesToken } from '../core/refresh.ts';
import { noteWrite } from './note-write.ts';
import { noteFetched, obtainTokens } from './tokens.ts';

export type LoginReport = {
  readonly bindingId: string;
  readonly account: AccountView;
  /** Bindings that were switched off, because they set the same lines. */
  readonly replaced: readonly string[];
  /** Lines of others that said something else, such as another registry or another password. */
  readonly repointed: readonly Repointed[];
  readonly report: Pick<ApplyReport, 'written' | 'skipped'>;
  /** What the doctor finds in the client's way now. */
  readonly findings: readonly Finding[];
};

/** Whoever logs in, and looks on. */
export type LoginPerson = {
  /** As soon as it is known. */
  warns(problem: Problem): void;
  /** Before anything is written. */
  shows(account: AccountView): void;
};

/**
 * Adds, switches on and writes one binding; what stands in its way is switched off, as `aws codeartifact login` would replace it.
 * All or nothing: unless token and files can be had, neither settings nor files change. The person is told whose account it is before that.
 */
export async function login(
  core: Core,
  params: Parsed<'binding.add'>,
  person: LoginPerson = { warns() {}, shows() {} },
): Promise<Result<LoginReport>> {
  const prepared = await prepareBinding(core, { ...params, enabled: true });
  if (!prepared.ok) return prepared;
  const { bindingId, token, account, change } = prepared.value;
  // A mistyped owner often ends it here.
  if (account.warning !== null) person.warns(account.warning);
  const { requesting, exclusively, changeSettings } = core.state;
  return requesting(async () => {
    const first = await consider(core, bindingId, change);
    if (!first.ok) return first;
    // Its lifetime may have been chosen at an earlier login.
    const kept = byId(first.value.settings.tokens, token.id) ?? token;
    const obtained = await obtainForAWhile(core, kept, first.value.state.ledger.tokens[token.id]);
    if (!obtained.ok) return obtained;
    person.shows(account);
    return exclusively(async () => {
      // While AWS was asked, somebody else may have written.
      const considered = await consider(core, bindingId, change);
      if (!considered.ok) return considered;
      const { state, settings, replaced, plan } = considered.value;
      const changed = await changeSettings(() => ok(settings));
      if (!changed.ok) return changed;
      const touched = [bindingId, ...replaced];
      const answers = new Map([...obtained.value].map(([id, value]) => [id, ok({ token: value, isNew: false })]));
      const report = await core.applier.applyFor(touched, isOfAny(touched), answers);
      if (!report.ok) {
        const undone = await changeSettings(() => ok(state.settings));
        return undone.ok ? report : undone;
      }
      const [skipped] = report.value.skipped;
      if (skipped === undefined || report.value.written.length > 0) {
        const wasOn = byId(state.settings.bindings, bindingId)?.enabled === true;
        const noted =
          params.execOnly && !wasOn ? await noteForUndo(core, bindingId, replaced) : ok(report.value.switched);
        if (!noted.ok) return noted;
        const { client, domain, repository } = params;
        const what = `Signed ${client} in to ${domain}/${repository}`;
        noteWrite(core, 'applied', what, { ...report.value, switched: noted.value });
        const findings = await findingsNow(core, [bindingId]);
        if (!findings.ok) return findings;
        const found = [...(findings.value.get(bindingId) ?? []), ...foundInEndpoint(changed.value, bindingId)];
        const told = { bindingId, account, replaced, repointed: repointed(plan, bindingId) };
        return ok({ ...told, report: report.value, findings: found });
      }
      const back = await changeSettings(() => ok(state.settings));
      return back.ok ? failed(skipped.problem) : back;
    });
  });
}

/** What a login would make of the machine as it is now; its problem where it can't be. */
async function consider(core: Core, bindingId: string, change: (settings: Settings) => Result<Settings>) {
  const state = await core.state.read();
  if (!state.ok) return state;
  const added = change(state.value.settings);
  if (!added.ok) return added;
  const conflicts = await conflictingBindings(added.value, bindingId, core.targets(added.value));
  const replaced = conflicts.map((binding) => binding.id);
  const settings = switched(added.value, replaced, false);
  const plan = await core.plan({ ...state.value, settings });
  const refused = plan.refused.get(bindingId);
  return refused === undefined ? ok({ state: state.value, settings, replaced, plan }) : failed(refused);
}

/** Told by the login alone: who configured an endpoint knows it from then on. */
function foundInEndpoint(settings: Settings, bindingId: string): readonly Finding[] {
  const binding = byId(settings.bindings, bindingId);
  const problem = binding === undefined ? null : endpointNotice(settings, binding);
  return problem === null ? [] : [{ severity: 'warning', problem, origin: null }];
}

/** Where no file is written, no apply says what was switched. */
async function noteForUndo(
  core: Core,
  bindingId: string,
  replaced: readonly string[],
): Promise<Result<Applied['switched']>> {
  const state = await core.state.read();
  if (!state.ok) return state;
  const lastApply = { at: core.ports.clock.now(), on: [bindingId], off: [...replaced] };
  const noted = await core.state.writeJournal({ ...state.value.journal, lastApply });
  return noted.ok ? ok(lastApply) : noted;
}

/** Who logs in wants to work for a while: a token that is about to end is refreshed first. */
async function obtainForAWhile(core: Core, token: TokenSettings, seen: LedgerEntry | undefined) {
  if (isAboutToEnd(seen, core.ports.clock.now())) {
    const refreshed = (await core.broker.refresh([{ token, seen }])).get(token.id);
    if (refreshed?.ok === true) {
      const written = await core.applier.applyFor([], replacesToken([token.id]));
      noteFetched(core, [token], written.ok ? written.value : nothingApplied);
    }
    // Else the token that lives still serves.
  }
  return obtainTokens(core, [token]);
}

export type LoginPreview = { readonly plan: PlanView; readonly account: AccountView };

/** What a login would write for its binding. Writes nothing and fetches no token. */
export async function previewLogin(core: Core, params: Parsed<'binding.add'>): Promise<Result<LoginPreview>> {
  const prepared = await prepareBinding(core, { ...params, enabled: true }, { quietly: true });
  if (!prepared.ok) return prepared;
  const { bindingId, account, change } = prepared.value;
  const state = await core.state.read();
  if (!state.ok) return state;
  const settings = change(state.value.settings);
  if (!settings.ok) return settings;
  const plan = await imaginedPlan(core, { ...state.value, settings: settings.value }, isOfAny([bindingId]));
  return ok({ account, plan });
}

/** The part of a plan that is about some bindings, as it would be with other settings. */
export async function imaginedPlan(
  core: Core,
  imagined: State,
  isTheirs: ReturnType<typeof isOfAny>,
): Promise<PlanView> {
  const plan = await core.plan(imagined);
  const theirs = imagined.settings.bindings.filter(({ id }) => isTheirs({ bindings: [id] }));
  const findings = await core.judge.after(imagined, plan, new Set(theirs.map(({ id }) => id)));
  const view = planView(plan, imagined, findings, core.ports.environment.home);
  return { ...view, changes: view.changes.filter(isTheirs), warnings: view.warnings.filter(isTheirs) };
}

function isAboutToEnd(entry: LedgerEntry | undefined, now: number): boolean {
  const token = entry?.token ?? null;
  return token !== null && token.expiresAt > now && refreshAt(token) <= now;
}
