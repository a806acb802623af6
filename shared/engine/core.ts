import { failed, ok, problemOf } from '../contract/problem.ts';
import type { Problem, Result } from '../contract/problem.ts';
import type { ApplyReport } from '../contract/requests.ts';
import type { ActivityEvent, HostView } from '../contract/snapshot.ts';
import type { AwsAccess } from '../ports/aws-access.ts';
import type { Clock, Environment, HostActions, Log, TokenStore } from '../ports/host.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { createActivity } from './snapshot/activity.ts';
import type { ClientContext } from './clients/client.ts';
import { editors } from './editors/index.ts';
import { exists } from './files/exists.ts';
import { readTextFile } from './files/text-file.ts';
import { createWriterLock } from './state/writer-lock.ts';
import { applyPlan } from './apply/apply.ts';
import { readJournal } from './state/journal.ts';
import type { Journal } from './state/journal.ts';
import { makePlan } from './plan/plan.ts';
import type { Plan } from './plan/plan.ts';
import type { Step } from './plan/plan-file.ts';
import { waitingBindings } from './plan/waiting.ts';
import { switched } from './state/changes.ts';
import { readSettings, writeSettings } from './state/settings.ts';
import type { Settings, TokenSettings } from './state/settings.ts';
import { createTokenBroker } from './tokens/broker.ts';
import type { TokenBroker } from './tokens/broker.ts';
import { readLedger } from './state/ledger.ts';
import type { Ledger, LedgerEntry } from './state/ledger.ts';
import { tokenIn } from './secrets/token.ts';

/** All that the engine needs from the host it runs in. */
export type EnginePorts = {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: SettingsStore;
  readonly tokens: TokenStore;
  readonly aws: AwsAccess;
  readonly host: HostView;
  readonly actions: HostActions;
};

/** What the files in the state folder say, read anew each time because several hosts share them. */
export type State = { readonly settings: Settings; readonly journal: Journal; readonly ledger: Ledger };

/** All steps of the plan, or some of them, on behalf of some bindings: others that wait to be applied go on waiting. */
export type ApplyOptions =
  | { readonly planId?: string | undefined; readonly only?: never; readonly concerning?: never }
  | {
      readonly planId?: never;
      readonly only: (step: Step) => boolean;
      readonly concerning: readonly string[];
    };

/** A renewal that failed in this process, the token that there was then, and when: milliseconds since 1970. */
export type OwnFailure = { readonly problem: Problem; readonly fingerprint: string | null; readonly at: number };

/** The engine's inside: what requests, keeper and watcher are made of. */
export type Core = {
  readonly ports: EnginePorts;
  readonly context: ClientContext;
  readonly broker: TokenBroker;
  readonly activity: ReturnType<typeof createActivity>;
  /** Tokens that are being asked for right now. */
  readonly refreshing: Set<string>;
  /** Why the last renewal of a token failed here: the ledger can't tell when its own disk is the reason. */
  readonly failures: ReadonlyMap<string, OwnFailure>;
  /** Why a file was passed over when it was last to be written here, by its path. */
  readonly unwritten: ReadonlyMap<string, Problem>;
  read(): Promise<Result<State>>;
  plan(state: State, held?: ReadonlyMap<string, Problem>): Promise<Plan>;
  /** Runs as the only writer over all processes. May be nested. The signal aborts when that is no longer so. */
  exclusively<T>(task: (signal: AbortSignal) => Promise<Result<T>>): Promise<Result<T>>;
  /** Reads, changes and writes the settings as the only writer. */
  changeSettings(change: (settings: Settings) => Result<Settings>): Promise<Result<Settings>>;
  apply(options: ApplyOptions): Promise<Result<ApplyReport>>;
  /** Gets a newer token than the one in `seen` and writes it wherever the old one stands. */
  renew(token: TokenSettings, seen: LedgerEntry | undefined): Promise<Result<ApplyReport>>;
  /** The newest token; when it had to be asked for, it is also written wherever the old one stands. */
  obtain(token: TokenSettings): Promise<Result<string>>;
  note(kind: ActivityEvent['kind'], message: string): void;
};

export function createCore(ports: EnginePorts): Core {
  const { environment, clock, settings: store, log } = ports;
  const { stateFolder } = environment;
  const lock = createWriterLock(stateFolder);
  const activity = createActivity(clock);
  const refreshing = new Set<string>();
  const failures = new Map<string, OwnFailure>();
  const unwritten = new Map<string, Problem>();
  const context: ClientContext = { environment, exists, read: readText };
  const broker = createTokenBroker({ stateFolder, aws: ports.aws, tokens: ports.tokens, clock, tokensInTargets });

  async function readText(file: string): Promise<string | null> {
    const target = await readTextFile(file);
    return target.ok && target.value.exists ? target.value.text : null;
  }

  async function tokensInTargets(tokenId: string): Promise<readonly string[]> {
    const journal = await readJournal(stateFolder);
    const found: string[] = [];
    for (const file of journal.ok ? journal.value.files : []) {
      const entries = file.entries.filter((entry) => entry.tokenId === tokenId);
      const editor = editors[file.editor];
      const target = entries.length === 0 ? null : await readTextFile(file.path, editor.encoding);
      if (target === null || !target.ok || editor.check(target.value.text) !== null) continue;
      const { text } = target.value;
      const values = entries.flatMap((entry) => editor.find(text, entry.entry).map((occurrence) => occurrence.value));
      found.push(...values.map((value) => tokenIn(value)).filter((token) => token !== null));
    }
    return found;
  }

  async function read(): Promise<Result<State>> {
    const settings = readSettings(store);
    if (!settings.ok) return settings;
    const journal = await readJournal(stateFolder);
    if (!journal.ok) return journal;
    const ledger = await readLedger(stateFolder);
    if (!ledger.ok) return ledger;
    return ok({ settings: settings.value, journal: journal.value, ledger: ledger.value });
  }

  async function plan(state: State, held?: ReadonlyMap<string, Problem>): Promise<Plan> {
    return makePlan({ ...state, context, now: clock.now(), ...(held === undefined ? {} : { held }) });
  }

  async function exclusively<T>(task: (signal: AbortSignal) => Promise<Result<T>>): Promise<Result<T>> {
    const outcome = await lock.run(task);
    return outcome.ok ? outcome.value : outcome;
  }

  async function apply(options: ApplyOptions): Promise<Result<ApplyReport>> {
    const report = await applyAlone(options);
    for (const file of report.ok ? report.value.written : []) unwritten.delete(file);
    for (const { path, problem } of report.ok ? report.value.skipped : []) unwritten.set(path, problem);
    return report;
  }

  async function applyAlone({ planId, only, concerning }: ApplyOptions): Promise<Result<ApplyReport>> {
    return exclusively(async (signal) => {
      const state = await read();
      if (!state.ok) return state;
      const { settings } = state.value;
      return applyPlan({
        stateFolder,
        signal,
        now: clock.now(),
        async plan(held) {
          const fresh = await read();
          if (!fresh.ok) return fresh;
          const whole = await plan(fresh.value, held);
          if (concerning === undefined) return ok(whole);
          const waiting = waitingBindings(whole, fresh.value.settings, fresh.value.journal);
          const others = waiting.filter((binding) => !concerning.includes(binding));
          if (others.length === 0) return ok(whole);
          return ok(await plan({ ...fresh.value, settings: switched(fresh.value.settings, others, false) }, held));
        },
        async obtain(tokenId) {
          const token = settings.tokens.find((candidate) => candidate.id === tokenId);
          return token === undefined ? missingToken(tokenId) : broker.obtain(token);
        },
        bindingsOf: (tokenId) =>
          settings.bindings.filter((binding) => binding.tokenId === tokenId).map((binding) => binding.id),
        planId,
        ...(only === undefined ? {} : { only }),
      });
    });
  }

  return {
    ports,
    context,
    broker,
    activity,
    refreshing,
    failures,
    unwritten,
    read,
    plan,
    exclusively,
    apply,
    async changeSettings(change) {
      return exclusively(async () => {
        const settings = readSettings(store);
        if (!settings.ok) return settings;
        const next = change(settings.value);
        if (!next.ok) return next;
        return next.value === settings.value ? next : writeSettings(store, next.value);
      });
    },
    async renew(token, seen) {
      refreshing.add(token.id);
      activity.changed();
      try {
        const outcome = await exclusively(async () => {
          const renewed = await broker.renew(token, seen);
          return renewed.ok ? applyRenewals(token.id) : renewed;
        });
        if (outcome.ok) failures.delete(token.id);
        else {
          const fingerprint = seen?.token?.fingerprint ?? null;
          failures.set(token.id, { problem: outcome.error, fingerprint, at: clock.now() });
        }
        return outcome;
      } finally {
        refreshing.delete(token.id);
        activity.changed();
      }
    },
    async obtain(token) {
      return exclusively(async () => {
        const current = await broker.current(token.id);
        if (current !== null) return ok(current);
        const issued = await broker.obtain(token);
        const written = issued.ok ? await applyRenewals(token.id) : issued;
        // The caller has its token all the same.
        if (issued.ok && !written.ok) note('problem', written.error.message);
        return issued;
      });
    },
    note,
  };

  async function applyRenewals(tokenId: string): Promise<Result<ApplyReport>> {
    return apply({
      only: (step) => step.kind === 'set' && step.renewal && step.tokenId === tokenId,
      concerning: [],
    });
  }

  function note(kind: ActivityEvent['kind'], message: string): void {
    log('info', message);
    activity.add(kind, message);
  }
}

function missingToken(tokenId: string): ReturnType<typeof failed> {
  return failed(
    problemOf('tokenNotFound', `No token is configured under ${tokenId}.`, {
      advice: 'Remove the binding and add it again.',
    }),
  );
}
