import type { Explanation, Finding } from '../../contract/doctor.ts';
import { problemOf } from '../../contract/problem.ts';
import type { Clock, Environment } from '../../ports/host.ts';
import type { Target } from '../clients/client.ts';
import { findClient } from '../clients/index.ts';
import { givingWay } from '../files/give-way.ts';
import { clientBindingOf, endpointProblem } from '../plan/binding.ts';
import { changesFile } from '../plan/plan.ts';
import type { FilePlan, Plan } from '../plan/plan.ts';
import { renderFile } from '../plan/render.ts';
import { takesTokenByVariable } from '../plan/way-out.ts';
import { LIVING_STAND_IN } from '../secrets/token.ts';
import type { BindingSettings, Settings } from '../state/settings.ts';
import type { JournalFile } from '../state/journal.ts';
import { serviceNow } from '../state/ledger.ts';
import type { State } from '../state/state.ts';
import { explain } from './explain.ts';
import type { Situation } from './explain.ts';
import { lookAt, nothingAsked } from './look.ts';
import { emptyMemory, forgetOthers } from './look-memory.ts';
import type { Asker, Look, PlannedTexts } from './look.ts';
import { nearerLines, projectsWithOwn, redirectsAround } from './in-projects.ts';
import type { Bound } from './in-projects.ts';
import { placeReader } from './settings-found.ts';
import { ownEntries, strayTokens } from './stray-tokens.ts';
import type { OwnEntries } from './stray-tokens.ts';

export type Judge = {
  /** What every client really uses now, whether its binding is switched on or off. */
  now(state: State): Promise<readonly Explanation[]>;
  /**
   * What stands in the way of each switched-on binding's client once the plan is written, by the binding's id. A judgement is kept
   * until one of the files that it rests on changes. `only`: of these bindings, for who asks for nothing else.
   */
  after(state: State, plan: Plan, only?: ReadonlySet<string>): Promise<ReadonlyMap<string, readonly Finding[]>>;
  /** Every path that the last `after` looked at, whether something is there or not. */
  files(): ReadonlySet<string>;
};

/** A judgement and what it rests on. */
type Kept = {
  /** Compared one by one: what is the same as before is the same object. */
  readonly facts: readonly unknown[];
  readonly files: ReadonlySet<string>;
  /** Of those files, and of the folders that were searched. */
  readonly stamps: ReadonlyMap<string, string>;
  /** Answers that others share, by their keys. */
  readonly shared: ReadonlyMap<string, unknown>;
  /** In milliseconds since 1970: when a token in those files ends, or what is said of one's age is no longer so. */
  readonly until: number;
  readonly explanation: Explanation;
};

/** A binding to look into; see `Situation` for the rest. */
type Question = { readonly binding: BindingSettings; readonly own: OwnEntries } & Pick<
  Situation,
  'ownTokenEnded' | 'now'
>;

/** Ages are told in minutes. */
const MINUTE = 60_000;

export function createJudge(environment: Environment, clock: Clock): Judge {
  let kept: ReadonlyMap<string, Kept> = new Map();
  const memory = emptyMemory();

  return {
    async now({ settings, journal, ledger }) {
      const now = serviceNow(ledger, clock);
      const own = ownEntries(journal.files.map(writtenEntries));
      const asker = lookAt(environment, new Map(), now).by(nothingAsked());
      const explanations = [];
      for (const binding of settings.bindings) {
        const explanation = await explainBinding(asker, settings, {
          binding,
          own,
          ownTokenEnded: false,
          now,
        });
        if (explanation !== null) explanations.push(explanation);
      }
      return explanations;
    },

    async after(state, plan, only) {
      const { settings } = state;
      // What tokens in files name as their end is by the service's clock.
      const now = serviceNow(state.ledger, clock);
      const look = lookAt(environment, plannedTexts(plan), now, memory);
      // What holds at user level depends on what the projects have of their own.
      const around = [settings.projects, settings.bindings];
      const own = ownEntries([...state.journal.files.map(writtenEntries), ...plan.files.map(plannedEntries)]);
      const next = new Map<string, Kept>(only === undefined ? [] : kept);
      const giveWay = givingWay();
      for (const binding of settings.bindings) {
        if (!binding.enabled || only?.has(binding.id) === false) continue;
        await giveWay();
        const ended = (state.ledger.tokens[binding.tokenId]?.token?.expiresAt ?? Infinity) <= clock.now();
        const seen = clientBindingOf(settings, binding);
        const facts = [binding, ended, JSON.stringify(seen), ...(seen.projectPath === null ? around : [])];
        const known = kept.get(binding.id);
        const judged =
          known !== undefined && isSame(known.facts, facts) && (await holds(known, look, now))
            ? known
            : await judge(look, settings, { binding, own, ownTokenEnded: ended, now }, facts);
        if (judged !== null) next.set(binding.id, judged);
      }
      kept = next;
      if (only === undefined)
        forgetOthers(memory, new Set([...next.values()].flatMap(({ shared }) => [...shared.keys()])));
      return new Map(
        settings.bindings.map((binding) => {
          const { findings } = next.get(binding.id)?.explanation ?? { findings: [] };
          // What was not written is told by the refusal.
          return [binding.id, findings.filter(({ origin }) => origin !== null || !plan.refused.has(binding.id))];
        }),
      );
    },

    files() {
      const files = new Set<string>();
      for (const { files: asked } of kept.values()) for (const file of asked) files.add(file);
      for (const { paths } of memory.around.values()) for (const file of paths) files.add(file);
      return files;
    },
  };
}

function isSame(facts: readonly unknown[], others: readonly unknown[]): boolean {
  return facts.length === others.length && facts.every((fact, index) => fact === others[index]);
}

async function holds({ stamps, shared, until }: Kept, look: Look, now: number): Promise<boolean> {
  if (now >= until) return false;
  for (const [path, stamp] of stamps) if (look.stamp(path) !== stamp) return false;
  for (const [key, value] of shared) if ((await look.again(key)) !== value) return false;
  return true;
}

async function judge(
  look: Look,
  settings: Settings,
  question: Question,
  facts: readonly unknown[],
): Promise<Kept | null> {
  const asked = nothingAsked();
  const explanation = await explainBinding(look.by(asked), settings, question);
  if (explanation === null) return null;
  const stamps = new Map([...asked.files, ...asked.folders].map((path) => [path, look.stamp(path)]));
  const tellsAge = explanation.findings.some(({ problem }) => / ago\b/.test(problem.message));
  const ends = await Promise.all([...asked.files].map(async (path) => look.nextEnd(path)));
  return {
    facts,
    files: asked.files,
    stamps,
    shared: asked.shared,
    until: Math.min(...ends, tellsAge ? question.now + MINUTE : Infinity),
    explanation,
  };
}

function writtenEntries({ path, editor, entries }: JournalFile) {
  return { path, editor, entries: entries.map(({ entry }) => entry) };
}

function plannedEntries({ path, editor, steps }: FilePlan) {
  return { path, editor, entries: steps.map(({ entry }) => entry) };
}

/** What the plan's files will say, with something that reads as a living token where one goes. */
function plannedTexts({ files }: Plan): PlannedTexts {
  return new Map(
    files.flatMap((file) => {
      const text = changesFile(file) ? renderFile(file, () => LIVING_STAND_IN) : null;
      return text?.ok === true ? [[file.path, text.value] as const] : [];
    }),
  );
}

/** Null for a binding of a client that this version doesn't know. */
async function explainBinding(
  asker: Asker,
  settings: Settings,
  { binding, own, ownTokenEnded, now }: Question,
): Promise<Explanation | null> {
  const client = findClient(binding.client);
  if (client === null) return null;
  const { context, found } = asker;
  const { environment } = context;
  const seen = clientBindingOf(settings, binding);
  const untrusted = endpointProblem(settings, binding);
  if (untrusted !== null) {
    const wrong: Finding = { severity: 'wrong', problem: untrusted, origin: null };
    const nothing = untouched(binding, client.title, seen.domain);
    return { ...nothing, findings: binding.enabled ? [wrong] : [] };
  }
  const lookup = await client.lookup(seen, context);
  const { title, references } = client;
  const wanted = await client.targets(seen, context);
  const targets = wanted.ok && binding.execOnly !== true ? wanted.value : [];
  const readPlaces = placeReader(environment, found);
  const effective = explain({
    title,
    references,
    endpoint: lookup.expected ?? binding.endpoint,
    registry: await readPlaces(lookup.registry, title, targets),
    credential: await readPlaces(lookup.credential, title, targets),
    looksForRegistry: lookup.registry.length > 0,
    looksForCredential: lookup.credential.length > 0,
    variables: environment.env,
    ownTokenEnded,
    now,
  });
  const { id: bindingId, projectId, repository, enabled } = binding;
  if (binding.execOnly === true) {
    const byFile = effective.signsInBy?.kind === 'reference';
    const unread: readonly Finding[] =
      byFile || takesTokenByVariable(client, seen) ? [] : [nothingByVariables(title, bindingId)];
    const findings = enabled ? [...unread, ...(await redirectsAround(asker, { client, seen }, settings, []))] : [];
    return { ...untouched(binding, title, seen.domain), findings };
  }
  const inspected = enabled ? ((await client.inspect?.(seen, context)) ?? []) : [];
  return {
    bindingId,
    client: client.name,
    title,
    projectId,
    domain: seen.domain,
    repository,
    enabled,
    ...effective,
    // What is off needs nothing put right.
    findings: enabled
      ? [
          ...effective.findings,
          ...inspected,
          ...(await inProjects(asker, { client, seen }, settings, binding, targets)),
          ...(await strayTokens(asker, client, [...lookup.registry, ...lookup.credential], own)),
        ]
      : [],
  };
}

/** A line that leads the token away is told as that alone. */
async function inProjects(
  asker: Asker,
  bound: Bound,
  settings: Settings,
  binding: BindingSettings,
  targets: readonly Target[],
): Promise<readonly Finding[]> {
  const redirects = await redirectsAround(asker, bound, settings, targets);
  const own = bound.seen.projectPath === null ? projectsWithOwn(binding, settings) : [];
  const nearer = await nearerLines(asker, bound, settings, own);
  const told = new Set(redirects.map(({ origin }) => JSON.stringify(origin)));
  return [...redirects, ...nearer.filter(({ origin }) => !told.has(JSON.stringify(origin)))];
}

function nothingByVariables(title: string, bindingId: string): Finding {
  const problem = problemOf(
    'credentialMissing',
    `${title} takes no token from a variable, and none of its files refers to one.`,
    {
      advice: 'Remove the binding, and sign in without --exec-only.',
      command: `codeartifact-tray remove ${bindingId}`,
    },
  );
  return { severity: 'wrong', problem, origin: null };
}

/** What is given out by variables stands in no place where anybody could look. */
function untouched(
  { id, client, projectId, repository, enabled }: BindingSettings,
  title: string,
  domain: string,
): Explanation {
  const nothing = { registry: null, signsInBy: null, findings: [] };
  return { bindingId: id, client, title, projectId, domain, repository, enabled, ...nothing };
}
