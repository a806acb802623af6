import { failed, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import { isForCommands } from '../../contract/request-names.ts';
import type { RequestName } from '../../contract/request-names.ts';
import { createApplier } from '../apply/apply.ts';
import { clients } from '../clients/index.ts';
import type { Core } from '../core/core.ts';
import { hasOwnFiles } from '../doctor/in-projects.ts';
import { createJudge } from '../doctor/judge.ts';
import type { Judge } from '../doctor/judge.ts';
import { journalPath } from '../state/journal.ts';
import { checkedRequest } from './answer.ts';
import type { Handler } from './handler.ts';
import { handlers } from './handlers.ts';

/** The command, as far as its answers depend on it. */
export type AskedBy = {
  /** Undefined where it has none. */
  readonly workingFolder: string | undefined;
  /** Variables that have another value for it than here, or that only one of the two has. */
  readonly differing: ReadonlySet<string>;
  /** Called before the first write; false where nobody waits for it any more. */
  mayBegin(): boolean;
};

export type CommandApi = {
  /**
   * Answers as an engine of the command's own would; null where that would need what is the command's alone, and then nothing was
   * written: its AWS credentials, its variables, or a look at everything from its folder.
   */
  request(name: unknown, params: unknown): Promise<Result<unknown> | null>;
};

const elsewhere = new Error('The command has to do it.');

/** An engine for one command: with what this one knows of files, and without what only this one remembers or may ask. */
export function answerCommand(core: Core, command: AskedBy): CommandApi {
  const { log } = core.ports;
  let hasBegun = false;
  const isSame = () => [...command.differing].every((name) => !core.variablesRead.has(name));

  function begin(): void {
    if (hasBegun) return;
    // By then it is planned: whatever decides where a target is has been read.
    if (!isSame() || !command.mayBegin()) throw elsewhere;
    hasBegun = true;
  }

  const own = ownCore(core, command, begin);
  const answers: { readonly [Name in RequestName]: Handler<Name> } = { ...handlers, 'state.get': refuse };
  return {
    async request(name, params) {
      if (!isForCommands(name)) return null;
      let isElsewhere = false;
      hasBegun = false;
      const answer = checkedRequest(async (checked, parsed) => {
        try {
          return await core.activity.actAs('cli', async () => answers[checked](own, parsed));
        } catch (error) {
          if (error !== elsewhere) throw error;
          isElsewhere = true;
          return failed(halfDone());
        }
      }, log);
      const result = await answer(name, params as never);
      return !hasBegun && (isElsewhere || !isSame()) ? null : result;
    },
  };
}

async function refuse(): Promise<never> {
  throw elsewhere;
}

function ownCore(core: Core, { workingFolder }: AskedBy, begin: () => void): Core {
  const { environment, clock, settings } = core.ports;
  const state: Core['state'] = {
    ...core.state,
    async writeJournal(journal) {
      begin();
      return core.state.writeJournal(journal);
    },
    changeSettings: async (change) =>
      core.state.changeSettings(async (before) => {
        const after = await change(before);
        if (after.ok && after.value !== before) begin();
        return after;
      }),
  };
  const broker = { ...core.broker, obtain: refuse, refresh: refuse };
  const files = { journalFile: journalPath(environment.stateFolder), settingsFile: settings.path };
  return {
    ...core,
    state,
    broker,
    applier: createApplier({ state, plan: core.plan, broker, clock, ...files }),
    refresher: { refresh: refuse, isRefreshing: () => false, failures: new Map() },
    judge: judgeFrom(core, workingFolder),
  };
}

/** Where the working folder has files of its own to say, verdicts that were made without it are not the command's. */
function judgeFrom({ context, judge, ports: { clock } }: Core, workingFolder: string | undefined): Judge {
  const environment = { ...context.environment, workingFolder };
  let own: Judge | null = null;
  return {
    ...judge,
    async after(state, plan, only) {
      if (!(await hasOwnFiles({ ...context, environment }, clients, state.settings.projects)))
        return judge.after(state, plan, only);
      // Verdicts of all bindings would be made for this one answer.
      if (only === undefined) throw elsewhere;
      own ??= createJudge(environment, clock);
      return own.after(state, plan, only);
    },
  };
}

function halfDone() {
  return problemOf('unexpected', 'A part was written; the rest needs a token that is not there.', {
    advice: 'Apply again.',
    command: 'codeartifact-tray apply',
    retryable: true,
  });
}
