import type { HostView } from '../../contract/snapshot.ts';
import type { AwsAccess } from '../../ports/aws-access.ts';
import type { AwsSignIn } from '../../ports/aws-sign-in.ts';
import type { Clock, Environment, HostActions, Log, TokenStore } from '../../ports/host.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import { createApplier } from '../apply/apply.ts';
import type { Applier } from '../apply/apply.ts';
import type { ClientContext } from '../clients/client.ts';
import { createJudge } from '../doctor/judge.ts';
import type { Judge } from '../doctor/judge.ts';
import { exists } from '../files/exists.ts';
import { readText } from '../files/text-file.ts';
import { createRefresher } from './refresh.ts';
import type { Refresher } from './refresh.ts';
import { createPlanner } from '../plan/planner.ts';
import type { Planner } from '../plan/planner.ts';
import { describeError } from '../secrets/describe-error.ts';
import { createSignIns } from '../sign-in/sign-ins.ts';
import type { SignIns } from '../sign-in/sign-ins.ts';
import { createActivity } from './activity.ts';
import type { Activity } from './activity.ts';
import { refreshWaiting } from './refresh-waiting.ts';
import { createTroubles } from './troubles.ts';
import type { Troubles } from './troubles.ts';
import { createActivityLog } from '../state/activity-log.ts';
import { journalPath } from '../state/journal.ts';
import { createState } from '../state/state.ts';
import type { StateFiles } from '../state/state.ts';
import { createTokenBroker } from '../tokens/broker.ts';
import type { TokenBroker } from '../tokens/broker.ts';
import { notingReads } from './variables-read.ts';

/** All that the engine needs from the host it runs in. */
export type EnginePorts = {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: SettingsStore;
  readonly tokens: TokenStore;
  readonly aws: AwsAccess;
  readonly signIn: AwsSignIn;
  readonly host: HostView;
  readonly actions: HostActions;
};

/** The engine's parts, which operations and snapshots are made with. */
export type Core = {
  readonly ports: EnginePorts;
  readonly context: ClientContext;
  readonly state: StateFiles;
  readonly plan: Planner['plan'];
  readonly targets: Planner['targets'];
  readonly broker: TokenBroker;
  readonly applier: Applier;
  readonly refresher: Refresher;
  readonly activity: Activity;
  readonly troubles: Troubles;
  readonly judge: Judge;
  readonly signIns: SignIns;
  /** Names of the variables that anything here has asked for so far. */
  readonly variablesRead: ReadonlySet<string>;
};

export function createCore(host: EnginePorts): Core {
  const { env, names: variablesRead } = notingReads(host.environment.env);
  const ports = { ...host, environment: { ...host.environment, env } };
  const { environment, clock, log, settings, tokens, aws, signIn, actions } = ports;
  const { stateFolder } = environment;
  const context: ClientContext = { environment, exists, read: readText };
  const activity = createActivity(createActivityLog(stateFolder), clock, log);
  const troubles = createTroubles(activity, log);
  const state = createState({ stateFolder, settings, tokens, clock });
  const { plan, targets } = createPlanner(context, clock);
  const broker = createTokenBroker({ stateFolder, state, aws, tokens, clock });
  const files = { journalFile: journalPath(stateFolder), settingsFile: ports.settings.path };
  const applier = createApplier({ state, plan, broker, clock, ...files });
  const refresher = createRefresher({ state, broker, applier, activity, troubles, clock });
  const judge = createJudge(environment, clock);
  const signIns = createSignIns({
    aws: signIn,
    openExternal: host.host.capabilities.openBrowser ? (url) => actions.openExternal(url) : null,
    note: (kind, message) => activity.note(kind, message),
    changed: activity.changed,
    async refreshWaiting(session) {
      try {
        await refreshWaiting({ state, refresher, signIn, clock }, session);
      } catch (error) {
        log('error', `Refreshing after a sign-in failed: ${describeError(error)}`);
      }
    },
  });
  const parts = { context, state, plan, targets, broker, applier, refresher, activity, troubles, judge, signIns };
  return { ports, ...parts, variablesRead };
}
