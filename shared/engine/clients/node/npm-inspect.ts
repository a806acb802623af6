import type { Finding } from '../../../contract/doctor.ts';
import { problemOf } from '../../../contract/problem.ts';
import { npmrcEditor } from '../../editors/npmrc.ts';
import type { NpmrcDocument } from '../../editors/npmrc.ts';
import type { ClientBinding, ClientContext, InspectContext } from '../client.ts';
import { foundAt } from '../parts/found-at.ts';
import { registryKey, tokenKeys } from './npm-family.ts';

/** Keys that npm 9 and later refuse every command for unless they are empty (seen with 11.19; config/lib/index.js). */
const REFUSED = ['_auth', '_authToken', 'username', '_password', '_authtoken', '-authtoken'];

/** What npm makes of lines in .npmrc files besides taking values from them. */
export async function inspectNpmrcs(
  files: readonly string[],
  binding: ClientBinding,
  context: InspectContext,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const path of files) {
    const document = await context.parsed(path, npmrcEditor.read);
    if (document === null || !document.ok) continue;
    findings.push(
      ...legacyCredentials(path, document.value, context),
      ...hiddenLines(path, document.value, binding, context),
    );
  }
  return findings;
}

function legacyCredentials(path: string, document: NpmrcDocument, context: ClientContext): readonly Finding[] {
  const { text } = document;
  return REFUSED.flatMap((key) => document.find([key]).map((found) => ({ key, found }))).flatMap(({ key, found }) => {
    if (found.value === '') return [];
    const problem = (place: string) =>
      problemOf('fileInvalid', `npm refuses every command because of ${key} in ${place}, which names no registry.`, {
        advice: 'Put the registry in front of it, as in //registry.example/:_authToken, or remove the line.',
      });
    return [foundAt('wrong', { path, text, offset: found.start }, context, problem)];
  });
}

/** Harmless while the same key stands above as well, which is where the app writes it. */
function hiddenLines(
  path: string,
  { text, hidden }: NpmrcDocument,
  binding: ClientBinding,
  context: ClientContext,
): readonly Finding[] {
  const ours = [registryKey(binding), ...tokenKeys(binding.endpoint)];
  return hidden.flatMap(({ key, start }) => {
    if (!ours.includes(key)) return [];
    const problem = (place: string) =>
      problemOf('registryShadowed', `npm does not see ${key} in ${place}, because a [section] begins above it.`, {
        advice: 'Move the line above the first [section], or remove it.',
      });
    return [foundAt('note', { path, text, offset: start }, context, problem)];
  });
}
