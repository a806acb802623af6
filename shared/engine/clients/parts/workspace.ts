import path from 'node:path';
import { failed, problemOf } from '../../../contract/problem.ts';
import type { ClientBinding, Refusal } from '../client.ts';

/** Answers a binding in a folder of a workspace, whose own settings are read at its root alone. */
export function settingsAtRoot(title: string, { projectPath }: ClientBinding, root: string) {
  const message = `${title} does not read the settings of the workspace ${projectPath}, but those of ${root}.`;
  const advice = 'Sign in to that folder, whose settings hold for all of its workspaces.';
  return failed<Refusal>({ ...problemOf('invalidInput', message, { advice }), remedy: { project: root } });
}

/** All folders above one, the nearest first. */
export function foldersAbove(folder: string, { dirname }: path.PlatformPath): readonly string[] {
  const above: string[] = [];
  for (let next = dirname(folder); next !== (above.at(-1) ?? folder); next = dirname(next)) above.push(next);
  return above;
}

/** Whether a pattern such as `packages/*` takes in a folder, by its path from the root with slashes. */
export function fitsFolder(pattern: string, inside: string): boolean {
  return path.posix.matchesGlob(inside, pattern.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, ''));
}
