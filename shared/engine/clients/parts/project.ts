import { failed, ok, problemOf } from '../../../contract/problem.ts';
import type { Problem, Result } from '../../../contract/problem.ts';
import type { ClientContext, Refusal } from '../client.ts';
import { pathsOf } from './folders.ts';

/** Answers a binding in a project for a client that reads nothing there; `why` is a whole sentence. */
export function userLevelOnly(why: string) {
  const advice = 'Add the repository at user level, where it holds for every project.';
  return failed<Refusal>({ ...problemOf('invalidInput', why, { advice }), remedy: 'userLevel' });
}

/** The project's file of that name; `invalidInput` for a folder without one, since such a file is the person's to begin. */
export async function projectFile(
  title: string,
  project: string,
  name: string,
  { environment, exists }: ClientContext,
): Promise<Result<string, Refusal>> {
  const file = pathsOf(environment).join(project, name);
  if (await exists(file)) return ok(file);
  const problem = problemOf('invalidInput', `${project} has no ${name}, so it is no project for ${title}.`, {
    advice: `Create ${name}, or switch the repository on at user level.`,
  });
  return failed({ ...problem, remedy: 'userLevel' });
}

/** The problem of a path that options, or files of a project, put outside of it: what a project brings about stays in it. */
export function outsideOf(project: string, file: string, advice: string): Problem {
  return problemOf('fileInvalid', `${file} is not in the project ${project}, so no binding of it writes there.`, {
    advice,
  });
}
