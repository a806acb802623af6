import { z } from 'zod';
import type { EngineClient } from '../../contract/engine-client.ts';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { isRequestName } from '../../contract/request-names.ts';
import type { RequestName } from '../../contract/request-names.ts';
import { requests } from '../../contract/requests.ts';
import type { Parsed, Value } from '../../contract/requests.ts';
import type { Core } from '../core.ts';
import { describeError } from '../describe-error.ts';
import { handlers } from './handlers.ts';
import type { Handler } from './handler.ts';
import type { Snapshots } from '../snapshot/publish.ts';
import { maskSecrets } from '../secrets/mask.ts';

/** The client every other transport ends in: validates, answers, and never rejects. */
export function createInProcessClient(core: Core, snapshots: Snapshots): EngineClient {
  async function answer<Name extends RequestName>(name: Name, params: Parsed<Name>): Promise<Result<Value<Name>>> {
    if (name === 'state.get') return ok((await snapshots.current()) as Value<Name>);
    const handler = handlers[name as keyof typeof handlers] as unknown as Handler<Name>;
    const result = await handler(core, params);
    snapshots.refresh();
    return result;
  }

  return {
    async request(name, params) {
      if (!isRequestName(name)) return failed(problemOf('invalidInput', 'There is no such request.'));
      const parsed = requests[name].params.safeParse(params);
      if (!parsed.success) return failed(problemOf('invalidInput', sentenceOf(parsed.error)));
      try {
        const result = await answer(name, parsed.data as Parsed<typeof name>);
        return result.ok ? result : failed(masked(result.error));
      } catch (error) {
        return failed(unexpected(core, name, error));
      }
    },
    subscribe: snapshots.onChange,
  };
}

/** A person may have pasted a token where a path was asked for. */
function masked(problem: Problem): Problem {
  return { ...problem, message: maskSecrets(problem.message) };
}

function sentenceOf(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'The request is not valid.';
  const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  return `${where}${issue.message}.`;
}

/** A defect of ours: the log gets the place, the person a sentence. */
function unexpected(core: Core, name: string, error: unknown) {
  core.ports.log('error', `${name} failed: ${describeError(error)}`);
  const message = maskSecrets(error instanceof Error ? error.message : String(error));
  return problemOf('unexpected', `Something went wrong inside CodeArtifact Tray: ${message}`, {
    advice: 'Try again; if it stays, report it with the log.',
  });
}
