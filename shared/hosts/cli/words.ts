import { existsSync, realpathSync } from 'node:fs';
import { accountSentences } from '../../view/account-text.ts';
import { visibleLine } from '../../view/plain-text.ts';
import type { AccountView } from '../../contract/account.ts';
import type { Problem } from '../../contract/problem.ts';
import type { BindingList } from '../../contract/parts.ts';
import type { BindingView, Snippet } from '../../contract/snapshot.ts';

/** A binding as sentences have it: `npm for platform/web (@team) in ~/shop`. */
export function bindingText(binding: BindingView, { projects }: Pick<BindingList, 'projects'>): string {
  const { client, domain, repository, scopeText, projectId } = binding;
  const place = projectId === 'user' ? 'user level' : projects.find(({ id }) => id === projectId)?.displayPath;
  return `${client} for ${domain}/${repository} (${scopeText}) ${place === 'user level' ? 'at' : 'in'} ${visibleLine(place ?? projectId)}`;
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
  return visibleLine(real === path ? path : `${path} -> ${real}`);
}

/** A problem with its action and the command that carries it out: a line each, whatever a folder in them is called. */
export function problemLines(label: string, { message, advice, command }: Problem): readonly string[] {
  return [
    `${label}: ${visibleLine(message)}`,
    ...(advice === null ? [] : [`  ${visibleLine(advice)}`]),
    ...(command === null ? [] : [`  $ ${visibleLine(command)}`]),
  ];
}

/** Whose account it is, on the first use of a profile for a domain; nothing later on. */
export function accountLines(account: AccountView): readonly string[] {
  return account.isNew ? accountSentences(account).map(visibleLine) : [];
}

export function accountWarnings({ warning }: AccountView): readonly string[] {
  return warning === null ? [] : problemLines('warning', warning);
}

/** Lines to copy, under the name of the file that they are for. */
export function snippetText(snippets: readonly Snippet[]): string {
  return snippets.map(({ title, text }) => `── ${title} ──\n${text.trimEnd()}`).join('\n\n');
}
