import { failed, ok, problemOf } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import type { ClientContext } from '../client.ts';
import { pathsOf } from './folders.ts';

/** Answers a binding in a project for a client that reads nothing there; `why` is a whole sentence. */
export function userLevelOnly(why: string) {
  return failed(
    problemOf('invalidInput', why, { advice: 'Add the repository at user level, where it holds for every project.' }),
  );
}

/** The project's file of that name; `invalidInput` for a folder without one, since such a file is the person's to begin. */
export async function projectFile(
  title: string,
  project: string,
  name: string,
  { environment, exists }: ClientContext,
): Promise<Result<string>> {
  const file = pathsOf(environment).join(project, name);
  if (await exists(file)) return ok(file);
  return failed(
    problemOf('invalidInput', `${project} has no ${name}, so it is no project for ${title}.`, {
      advice: `Create ${name}, or switch the repository on at user level.`,
    }),
  );
}
