import path from 'node:path';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { Core } from '../core/core.ts';
import { expandHome } from '../files/display-path.ts';
import { exists } from '../files/exists.ts';
import { findEverything } from '../scan/find.ts';
import type { Found, FoundEverything } from '../scan/find.ts';
import type { State } from '../state/state.ts';

/** What stands in the files now; `project` is a folder to look into besides the known ones. Problems: `projectNotFound`. */
export async function lookAround(
  core: Core,
  state: State,
  project: string | undefined,
): Promise<Result<FoundEverything>> {
  const { environment, clock } = core.ports;
  const folder = project === undefined ? null : path.resolve(expandHome(project, environment.home));
  if (folder !== null && !(await exists(folder))) {
    return failed(problemOf('projectNotFound', `${folder} does not exist.`, { advice: 'Check the path.' }));
  }
  return ok(await findEverything({ state, context: core.context, now: clock.now(), folder }));
}

/** Those that ids or paths of files name, each of which has to name one; all that no binding keeps when there are none. */
export function chosenOf(
  { found, inVariables }: FoundEverything,
  which: readonly string[],
  home: string,
): Result<readonly Found[]> {
  if (which.length === 0) return ok(found.filter(({ view }) => view.bindingId === null));
  const chosen: Found[] = [];
  for (const name of which) {
    const file = path.resolve(expandHome(name, home));
    const named = found.filter(({ view }) => view.id === name || view.lines.some(({ origin }) => origin.path === file));
    const variable = inVariables.find(({ id }) => id === name);
    if (variable?.refusal != null) return failed(variable.refusal);
    if (named.length === 0) {
      return failed(
        problemOf('bindingNotFound', `Nothing of CodeArtifact was found under ${name}.`, {
          advice: 'See what was found, and where.',
          command: 'codeartifact-tray scan',
        }),
      );
    }
    chosen.push(...named);
  }
  return ok([...new Set(chosen)]);
}
