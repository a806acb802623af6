import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { nothingApplied } from '../apply/apply.ts';
import type { Applied } from '../apply/apply.ts';
import { newlyIssued, tokensFor } from '../apply/tokens-for.ts';
import type { Core } from '../core/core.ts';
import type { DomainAddress, IssuedToken } from '../../ports/aws-access.ts';
import { fingerprintOf } from '../state/ledger.ts';
import type { LedgerEntry } from '../state/ledger.ts';
import { byId } from '../state/settings.ts';
import type { TokenSettings } from '../state/settings.ts';
import type { State } from '../state/state.ts';
import type { Obtained } from '../tokens/broker.ts';
import { isOfAny } from './bindings.ts';
import { filesOf } from './note-write.ts';
import type { Handler } from './handler.ts';
import { displayPath } from '../files/display-path.ts';
import type { FilePlan, Plan } from '../plan/plan.ts';
import type { Step } from '../plan/plan-file.ts';
import { refreshedText, replacesToken } from '../core/refresh.ts';

export const refreshToken: Handler<'token.refresh'> = async (core, { tokenId }) => {
  const state = await core.state.read();
  if (!state.ok) return state;
  const token = byId(state.value.settings.tokens, tokenId);
  if (token === undefined) return failed(problemOf('tokenNotFound', `There is no token ${tokenId}.`));
  const [refreshed] = await core.refresher.refresh([{ token, seen: state.value.ledger.tokens[tokenId] }]);
  return refreshed?.ok === false ? refreshed : ok({});
};

export const refreshAllTokens: Handler<'token.refreshAll'> = async (core) => {
  const state = await core.state.read();
  if (!state.ok) return state;
  const { settings, ledger } = state.value;
  const refreshed = await core.refresher.refresh(
    settings.tokens.map((token) => ({ token, seen: ledger.tokens[token.id] })),
  );
  return refreshed.find((outcome) => !outcome.ok) ?? ok({});
};

/** The newest tokens by id; those that had to be asked for are also written wherever the old ones stand. Not to be called while writing. */
export async function obtainTokens(
  core: Core,
  tokens: readonly TokenSettings[],
): Promise<Result<ReadonlyMap<string, string>>> {
  const held = await core.broker.held(tokens);
  if (!held.ok || tokens.every(({ id }) => held.value.has(id))) return held;
  return core.state.requesting(async () => {
    const obtained = await core.broker.obtain(tokens);
    const fresh = newlyIssued(tokens, obtained);
    const steps = replacesToken(fresh.map(({ id }) => id));
    const written = fresh.length === 0 ? null : await core.applier.applyFor([], steps);
    noteFetched(core, fresh, written?.ok === true ? written.value : nothingApplied);
    // The caller has its token all the same.
    if (written?.ok === false) core.activity.note('problem', written.error.message);
    const values = new Map<string, string>();
    for (const [id, result] of obtained) {
      if (!result.ok) return result;
      values.set(id, result.value.token);
    }
    return ok(values);
  });
}

/**
 * Does what has its settings written together with the files of some bindings. What these need in the state that is to be is asked for
 * before, because no writer asks.
 */
export async function withTokensFor<Value>(
  core: Core,
  state: State,
  bindings: readonly string[],
  work: (answers: ReadonlyMap<string, Result<Obtained>>) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const plan = await core.plan(state, { bindings });
  const tokens = await tokensFor(plan, isOfAny(bindings), state.settings, core.broker, new Map());
  if (!tokens.ok) return tokens;
  const { lacks } = tokens.value;
  if (lacks.length === 0) return work(new Map());
  return core.state.requesting(async () => {
    const answers = await core.broker.obtain(lacks);
    noteFetched(core, newlyIssued(lacks, answers));
    return work(answers);
  });
}

/** Says in the activity which tokens were asked for, and where they were written. */
export function noteFetched(core: Core, tokens: readonly TokenSettings[], applied: Applied = nothingApplied): void {
  for (const token of tokens) core.activity.note('refreshed', refreshedText(token), applied);
}

/** The token of a domain that is kept already if there is one, else a new one that nobody keeps. */
export async function tokenOf(
  core: Core,
  address: DomainAddress,
  durationSeconds: number | undefined,
): Promise<Result<IssuedToken>> {
  const { aws, clock } = core.ports;
  const region = address.region === undefined ? await aws.regionOf(address.profile) : ok(address.region);
  if (!region.ok) return region;
  const named = { ...address, region: region.value };
  const state = await core.state.read();
  const known = state.ok ? state.value.settings.tokens.find((token) => isOf(token, named)) : undefined;
  if (known === undefined || durationSeconds !== undefined) return aws.token(named, durationSeconds);
  const tokens = await obtainTokens(core, [known]);
  if (!tokens.ok) return tokens;
  const after = await core.state.read();
  const times = after.ok ? after.value.ledger.tokens[known.id]?.token : undefined;
  return ok({ token: tokens.value.get(known.id) ?? '', expiresAt: times?.expiresAt ?? clock.now() });
}

/** The token of a domain that is kept already, as long as it lives, without any request; null when there is none. */
export async function keptToken(core: Core, address: DomainAddress): Promise<IssuedToken | null> {
  const region = address.region === undefined ? await core.ports.aws.regionOf(address.profile) : ok(address.region);
  const state = await core.state.read();
  if (!region.ok || !state.ok) return null;
  const { settings, ledger } = state.value;
  const known = settings.tokens.find((token) => isOf(token, { ...address, region: region.value }));
  const held = known === undefined ? null : await core.broker.held([known]);
  if (known === undefined || held?.ok !== true) return null;
  const token = held.value.get(known.id);
  const times = ledger.tokens[known.id]?.token;
  // Another one by now: whoever asks finds it by themselves.
  if (token === undefined || times?.fingerprint !== fingerprintOf(token)) return null;
  return { token, expiresAt: times.expiresAt };
}

function isOf(token: TokenSettings, { profile, region, domain, domainOwner }: DomainAddress): boolean {
  const isOwner = domainOwner === undefined || token.domainOwner === domainOwner;
  return token.profile === profile && token.region === region && token.domain === domain && isOwner;
}

/** What was written, what of it was put back, and by path why what was applied is not kept as it was. */
export type Kept = Applied & { readonly healed: readonly string[]; readonly notKept: ReadonlyMap<string, Problem> };

/**
 * Keeps what was applied as it was: lines of ours that are gone or were changed come back, those with an older token get the one that
 * lives, and files with a token are closed to others. Says what was put back, but not of `fought` files, where it would for ever. `changed`: the only
 * files that are looked at; left out, all.
 */
export async function keepApplied(
  core: Core,
  changed?: ReadonlySet<string>,
  fought: ReadonlySet<string> = new Set(),
): Promise<Result<Kept>> {
  const state = await core.state.read();
  if (!state.ok) return state;
  const now = core.ports.clock.now();
  const { home } = core.ports.environment;
  const living = Object.entries(state.value.ledger.tokens).flatMap(([id, entry]) => (lives(entry, now) ? [id] : []));
  const isBehind = replacesToken(living);
  const isTaken = (step: Step) =>
    step.kind === 'set' && step.heals !== null && (step.tokenId === null || living.includes(step.tokenId));
  const plan = await core.plan(state.value, { changed });
  const hurt = plan.files.filter(({ steps, whole }) => whole !== null || steps.some(isTaken));
  const needsWork = hurt.length > 0 || plan.files.some((file) => file.steps.some(isBehind) || isWidened(file));
  const notKept = whyNotKept(plan);
  if (!needsWork) return ok({ ...nothingApplied, healed: [], notKept });
  const applied = await core.applier.applyFor([], (step) => isBehind(step) || isTaken(step), undefined, changed);
  const written = applied.ok ? applied.value.written : [];
  const healed = hurt.flatMap(({ path }) => (written.includes(path) ? [path] : []));
  for (const path of healed.filter((one) => !fought.has(one))) {
    const message = `Put back what another program had changed in ${displayPath(path, home)}`;
    core.activity.note('healed', message, { written: [path], switched: null });
  }
  const others = written.filter((path) => hurt.every((file) => file.path !== path));
  if (others.length > 0) {
    const what = `Wrote the newest tokens into ${filesOf({ written: others })}`;
    core.activity.note('refreshed', what, { written: others, switched: null });
  }
  if (!applied.ok) return applied;
  for (const { path, problem } of applied.value.skipped) {
    // Whoever is writing is done soon.
    if (problem.code !== 'fileBusy') notKept.set(path, problem);
  }
  return ok({ ...applied.value, healed, notKept });
}

/** By path, why a file with lines of ours is not kept. A binding that is refused for one of its files is told of with that one. */
function whyNotKept({ files, refused }: Plan): Map<string, Problem> {
  const found = new Map<string, Problem>();
  const ours = files.filter(({ journal }) => journal?.entries.some(({ bindings }) => bindings.length > 0) === true);
  for (const { path, steps, problem } of ours) {
    const changed = steps.flatMap((step) => (step.kind === 'set' && step.changed !== null ? [step.changed] : []));
    const [own] = problem === null ? changed : [problem];
    if (own !== undefined) found.set(path, own);
  }
  const said = new Set([...found.values()].map(({ message }) => message));
  for (const { path, journal } of ours) {
    const ids = journal?.entries.flatMap(({ bindings }) => bindings) ?? [];
    const why = ids.flatMap((id) => refused.get(id) ?? []).find(({ message }) => !said.has(message));
    if (why === undefined || found.has(path)) continue;
    found.set(path, why);
    said.add(why.message);
  }
  return found;
}

/** True for a file with a token of ours that another program let others read. */
function isWidened({ file, mode }: FilePlan): boolean {
  return mode !== null && ((file?.mode ?? 0) & 0o077) !== 0 && (mode & 0o077) === 0;
}

function lives(entry: LedgerEntry, now: number): boolean {
  return (entry.token?.expiresAt ?? 0) > now;
}
