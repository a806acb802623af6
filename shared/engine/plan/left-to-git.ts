import { problemOf } from '../../contract/problem.ts';
import type { Environment } from '../../ports/host.ts';
import { entryText } from '../editors/text/entry-path.ts';
import { realPlaceOf } from '../files/real-place.ts';
import { isGitsVersion } from '../files/version-control/git.ts';
import type { Visibility } from '../files/version-control/visibility.ts';
import type { Step } from './plan-file.ts';

/**
 * Steps that put ours back wait for an apply where the file is as git has just put it there: who checks out a version means it, and each change
 * would keep them from checking out the next one.
 */
export async function leftToGit(
  steps: readonly Step[],
  path: string,
  visibility: Visibility | null,
  environment: Environment,
): Promise<readonly Step[]> {
  const heals = steps.some((step) => step.kind === 'set' && step.heals !== null);
  if (!heals || visibility?.system !== 'git' || visibility.root === null) return steps;
  const place = realPlaceOf(path);
  if (place === null || !(await isGitsVersion(place, environment))) return steps;
  return steps.map((step) => (step.kind === 'set' && step.heals !== null ? leftOne(step, path) : step));
}

function leftOne(step: Extract<Step, { kind: 'set' }>, path: string): Step {
  const message = `${entryText(step.entry)} is not in ${path} as git has it checked out.`;
  const changed = problemOf('changedByUser', message, {
    advice: 'Apply to add it to this version, or switch the repository off to keep the file as it is.',
    command: 'codeartifact-tray apply',
  });
  return { ...step, heals: null, changed };
}
