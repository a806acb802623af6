import { onTestFinished } from 'vitest';
import type { RequestName } from '../../shared/contract/request-names.ts';
import type { Params, Value } from '../../shared/contract/requests.ts';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { createAwsAccess } from '../../shared/adapters/aws/access.ts';
import { createAwsSignIn } from '../../shared/adapters/aws/sign-in/index.ts';
import { createCore } from '../../shared/engine/core/core.ts';
import type { Core } from '../../shared/engine/core/core.ts';
import { engineOf } from '../../shared/engine/engine.ts';
import type { Engine } from '../../shared/engine/engine.ts';
import { createMemoryTokenStore } from '../../shared/adapters/memory-token-store.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { confSettingsStore } from '../../shared/hosts/node/settings-store.ts';
import type { AwsAccess } from '../../shared/ports/aws-access.ts';
import type { Clock, Environment, TokenStore } from '../../shared/ports/host.ts';
import type { CliHome } from './cli-home.ts';

export type TestEngine = Engine & {
  /** The parts behind its doors. */
  readonly core: Core;
  readonly home: CliHome;
  /** Lines the engine logged. */
  readonly logged: readonly string[];
  /** Asks and answers the value; fails loudly on a problem. */
  ask<Name extends RequestName>(name: Name, params: Params<Name>): Promise<Value<Name>>;
  state(): Promise<Snapshot>;
};

type EngineOptions = {
  readonly home: CliHome;
  readonly clock?: Clock;
  /** Left out: the real SDK with the home's AWS files, against the home's emulator. */
  readonly aws?: AwsAccess;
  readonly tokens?: TokenStore;
  /** The person's browser; left out, the host has none. */
  readonly openExternal?: (url: string) => void;
  /** Left out: the home's folder and variables, and nothing of this process. */
  readonly environment?: Environment;
  /** Where a terminal's command would be run. */
  readonly workingFolder?: string;
};

/** What the engine sees of a home: its folder, its variables and nothing of this process. */
export function environmentOf(home: CliHome): Environment {
  const { folder, env } = home;
  return { platform: process.platform, home: folder, accountHome: folder, env, stateFolder: home.path('state') };
}

/** An engine inside the test, over real files. Several on one home are several hosts. It stops with the test. */
export function anEngine({
  home,
  clock = systemClock,
  aws,
  tokens,
  openExternal,
  environment: given = environmentOf(home),
  workingFolder,
}: EngineOptions): TestEngine {
  const environment = { ...given, workingFolder };
  const logged: string[] = [];
  const core = createCore({
    environment,
    clock,
    log: (level, message) => logged.push(`${level} ${message}`),
    settings: confSettingsStore(environment.stateFolder),
    tokens: tokens ?? createMemoryTokenStore(),
    aws: aws ?? createAwsAccess(environment),
    signIn: createAwsSignIn(environment, { clock }),
    host: {
      kind: 'headless',
      version: '0.0.0',
      demo: false,
      capabilities: { pickFolder: false, openWindow: false, openBrowser: openExternal !== undefined, quit: false },
    },
    actions: { pickFolder: async () => null, openWindow() {}, openExternal: openExternal ?? (() => {}), quit() {} },
  });
  const engine = engineOf(core);
  onTestFinished(() => engine.stop());
  async function ask<Name extends RequestName>(name: Name, params: Params<Name>): Promise<Value<Name>> {
    const result = await engine.api.request(name, params);
    if (!result.ok) throw new Error(`${name}: ${result.error.code}: ${result.error.message}`);
    return result.value;
  }
  return { ...engine, core, home, logged, ask, state: () => ask('state.get', {}) };
}
