import type { z } from 'zod';
import type { EngineApi } from '../../contract/engine-api.ts';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { isRequestName } from '../../contract/request-names.ts';
import type { RequestName } from '../../contract/request-names.ts';
import { requests } from '../../contract/requests.ts';
import type { Parsed, Value } from '../../contract/requests.ts';
import type { Log } from '../../ports/host.ts';
import type { Core } from '../core/core.ts';
import { describeError } from '../secrets/describe-error.ts';
import { maskSecrets } from '../secrets/mask.ts';
import type { Snapshots } from '../snapshot/publish.ts';
import type { Handler } from './handler.ts';
import { handlers } from './handlers.ts';

type Answer = <Name extends RequestName>(name: Name, params: Parsed<Name>) => Promise<Result<Value<Name>>>;

/** What every transport ends in. */
export function createApi(core: Core, snapshots: Snapshots): EngineApi {
  const all: { readonly [Name in RequestName]: Handler<Name> } = {
    ...handlers,
    'state.get': async () => ok(await snapshots.current()),
  };

  const actor = core.ports.host.kind === 'cli' ? 'cli' : 'page';
  return {
    request: checkedRequest(async (name, params) => {
      const result = await core.activity.actAs(actor, () =>
        core.ports.aws.together(async () => all[name](core, params)),
      );
      // Whoever asks for the newest has just got it.
      if (name !== 'state.get') snapshots.refresh();
      return result;
    }, core.ports.log),
    subscribe: snapshots.onChange,
  };
}

/** Name and params may be anything: they are checked here and nowhere else. Whatever is asked is answered; nothing rejects. */
export function checkedRequest(answer: Answer, log: Log): EngineApi['request'] {
  return async (name, params) => {
    if (!isRequestName(name))
      return failed(
        problemOf('invalidInput', 'There is no such request.', { advice: 'Update this copy of CodeArtifact Tray.' }),
      );
    const parsed = parseParams(name, params);
    if (!parsed.ok) return parsed;
    try {
      const result = await answer(name, parsed.value);
      return result.ok ? result : failed(masked(result.error));
    } catch (error) {
      return failed(unexpected(log, name, error));
    }
  };
}

/** The params of a request with what was left out filled in, or the first thing that is wrong with them. */
export function parseParams<Name extends RequestName>(name: Name, params: unknown): Result<Parsed<Name>> {
  const parsed = requests[name].params.safeParse(params);
  return parsed.success
    ? ok(parsed.data as Parsed<Name>)
    : failed(problemOf('invalidInput', sentenceOf(parsed.error), { advice: 'Correct it, and ask again.' }));
}

/** A person may have pasted a token where a path was asked for. */
function masked(problem: Problem): Problem {
  return { ...problem, message: maskSecrets(problem.message) };
}

/** Params that a person gives by name on the command line. */
const flagNames: ReadonlyMap<string, string> = new Map([
  ['client', '--tool'],
  ['profile', '--profile'],
  ['region', '--region'],
  ['domain', '--domain'],
  ['domainOwner', '--domain-owner'],
  ['repository', '--repository'],
  ['repositories', '--repository'],
  ['endpointType', '--endpoint-type'],
  ['search', '--search'],
  ['project', '--project'],
  ['durationSeconds', '--duration-seconds'],
]);

function sentenceOf(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'The request is not valid.';
  const where = issue.path.map((step) => String(step)).join('.');
  return where === '' ? `${issue.message}.` : `${flagNames.get(String(issue.path[0])) ?? where}: ${issue.message}.`;
}

/** A defect of ours: the log gets the place, the person a sentence. */
function unexpected(log: Log, name: string, error: unknown): Problem {
  log('error', `${name} failed: ${describeError(error)}`);
  const message = maskSecrets(error instanceof Error ? error.message : String(error));
  return problemOf('unexpected', `Something went wrong inside CodeArtifact Tray: ${message}`, {
    advice: 'Try again; if it stays, report it with the log.',
  });
}
