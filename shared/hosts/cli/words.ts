import { existsSync, realpathSync } from 'node:fs';
import type { Problem } from '../../contract/problem.ts';
import type { BindingView, Snapshot, Snippet } from '../../contract/snapshot.ts';

/** A binding as sentences have it: `npm for platform/web (@team) in ~/shop`. */
export function bindingText(binding: BindingView, { projects }: Snapshot): string {
  const { client, domain, repository, scopeText, projectId } = binding;
  const place = projectId === 'user' ? 'user level' : projects.find(({ id }) => id === projectId)?.displayPath;
  return `${client} for ${domain}/${repository} (${scopeText}) ${place === 'user level' ? 'at' : 'in'} ${place ?? projectId}`;
}

export function onOff(enabled: boolean): string {
  return enabled ? 'on' : 'off';
}

/** What became of each file of a report: one that held nothing but ours is gone. */
export function writtenText(written: readonly string[]): readonly string[] {
  return written.map((path) => `${existsSync(path) ? 'Wrote' : 'Removed'} ${placeText(path)}`);
}

/** A path, and where its links lead. */
export function placeText(path: string): string {
  const real = existsSync(path) ? realpathSync(path) : path;
  return real === path ? path : `${path} -> ${real}`;
}

/** A problem with its action and the command that carries it out. */
export function problemLines(label: string, { message, advice, command }: Problem): readonly string[] {
  return [
    `${label}: ${message}`,
    ...(advice === null ? [] : [`  ${advice}`]),
    ...(command === null ? [] : [`  $ ${command}`]),
  ];
}

/** Lines to copy, under the name of the file that they are for. */
export function snippetText(snippets: readonly Snippet[]): string {
  return snippets.map(({ title, text }) => `── ${title} ──\n${text.trimEnd()}`).join('\n\n');
}
