import type { EngineApi } from '../../contract/engine-api.ts';
import type { Result } from '../../contract/problem.ts';
import { isForCommands } from '../../contract/request-names.ts';
import type { RequestName } from '../../contract/request-names.ts';
import type { Params, Value } from '../../contract/requests.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Terminal } from '../../engine/operations/terminal.ts';
import { askForCommand } from '../node/agent/ask-for-command.ts';
import type { AskedAgent } from '../node/agent/ask-for-command.ts';
import { readNote } from '../node/agent/note.ts';
import { nodeEnvironment, workingFolder } from '../node/environment.ts';
import { version } from '../node/version.ts';
import { terminalBrowser } from './browser.ts';
import type { Io } from './io.ts';

/** What a command asks: the agent that runs, as long as that answers as an engine of the command's own would, else such an engine. */
export type AskedEngine = {
  readonly request: EngineApi['request'];
  readonly terminal: () => Promise<Terminal>;
  /** Nothing is asked any more. */
  readonly close: () => void;
};

export function openAsked(io: Io): AskedEngine {
  let own: Promise<Engine> | null = null;
  let agent: Promise<AskedAgent | null> | null = null;

  async function engine(): Promise<Engine> {
    own ??= import('../node/open-engine.ts').then(({ openEngine }) =>
      openEngine({ kind: 'cli', openExternal: terminalBrowser(io) }),
    );
    return own;
  }

  async function ofAgent(name: RequestName, params: unknown): Promise<Result<unknown> | null> {
    // An engine of one's own remembers what it could not do.
    if (own !== null || !isForCommands(name)) return null;
    agent ??= findAgent();
    const answer = (await (await agent)?.request(name, params)) ?? null;
    if (answer === null) agent = Promise.resolve(null);
    return answer;
  }

  return {
    async request<Name extends RequestName>(name: Name, params: Params<Name>) {
      const answer = await ofAgent(name, params);
      return answer === null ? (await engine()).api.request(name, params) : (answer as Result<Value<Name>>);
    },
    terminal: async () => (await engine()).terminal,
    close: () => void agent?.then((asked) => asked?.close()),
  };
}

async function findAgent(): Promise<AskedAgent | null> {
  const environment = { ...nodeEnvironment(), workingFolder: workingFolder() };
  const note = readNote(environment.stateFolder);
  return note?.version === version ? askForCommand(note, environment) : null;
}
