import type { Finding } from '../../../contract/doctor.ts';
import { ok, problemOf } from '../../../contract/problem.ts';
import type { Client } from '../client.ts';
import { foundIn } from '../parts/found-at.ts';
import {
  homeNpmrc,
  npmScopeText,
  npmrcFiles,
  npmrcMeaning,
  npmrcPlace,
  npmrcTargets,
  registryKey,
  scopeOption,
  tokenKeys,
} from './npm-family.ts';
import { fromVariable } from '../parts/place.ts';
import { denoErrors } from './deno-errors.ts';

/** Deno reads the .npmrc beside deno.json or package.json and the one in the home folder, whatever NPM_CONFIG_USERCONFIG says (seen with 2.9.6). */
export const deno: Client = {
  name: 'deno',
  title: 'Deno',
  format: 'npm',
  ownVariables: /^(?:deno|npm_config)_/i,
  references: { npmrc: ['braces'] },
  options: [scopeOption],
  scopeText: npmScopeText,

  async targets(binding, { environment }) {
    return ok(npmrcTargets(binding, environment, homeNpmrc(environment)));
  },

  errors: denoErrors,

  async lookup(binding, { environment }) {
    const files = npmrcFiles(binding, environment, homeNpmrc(environment));
    const key = registryKey(binding);
    const variable = key === 'registry' ? [fromVariable('NPM_CONFIG_REGISTRY')] : [];
    return {
      registry: [...variable, ...files.map((file) => npmrcPlace(file, key))],
      credential: tokenKeys(binding.endpoint).flatMap((token) => files.map((file) => npmrcPlace(file, token))),
    };
  },

  async inspect(binding, context) {
    const findings: Finding[] = [];
    for (const path of npmrcFiles(binding, context.environment, homeNpmrc(context.environment))) {
      if (!(await context.startsWithBom(path))) continue;
      const problem = (file: string) =>
        problemOf('fileInvalid', `Deno does not see the first line of ${file}: a byte order mark stands before it.`, {
          advice: 'Save the file as UTF-8 without a byte order mark.',
        });
      findings.push(foundIn('warning', path, context, problem));
    }
    return findings;
  },

  meaning: npmrcMeaning,

  startedIn: () => ({ names: ['.npmrc'], above: false }),

  variables: () => ({}),
};
