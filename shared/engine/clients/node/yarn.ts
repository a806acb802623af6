import { ok } from '../../../contract/problem.ts';
import type { Client, ClientBinding, DesiredEntry } from '../client.ts';
import {
  npmScopeText,
  npmrcFiles,
  npmrcMeaning,
  npmrcOf,
  npmrcPlace,
  npmrcTargets,
  registryKey,
  scopeOption,
  tokenKey,
  userNpmrc,
  withoutScheme,
} from './npm-family.ts';
import { inspectOtherRepositories } from './other-repositories.ts';
import { fromVariable } from '../parts/place.ts';
import { yarnErrors } from './yarn-errors.ts';
import { npmrcRedirects, yarnrcRedirects } from './redirects.ts';

/**
 * Yarn 1: npm's lines, and `always-auth` under the same key, without which it asks for packages without a scope anonymously.
 * It walks no key up, but every folder; its own .yarnrc does not beat an .npmrc (seen with 1.22.22).
 */
export const yarn: Client = {
  name: 'yarn',
  title: 'Yarn 1',
  format: 'npm',
  ownVariables: /^(?:yarn|npm_config)_/i,
  references: { npmrc: ['braces'] },
  options: [scopeOption],
  scopeText: npmScopeText,

  async targets(binding, { environment }) {
    return ok(npmrcTargets(binding, environment, userNpmrc(environment), alwaysAuth(binding)));
  },

  errors: yarnErrors,

  async lookup(binding, { environment }) {
    const files = npmrcFiles(binding, environment, userNpmrc(environment));
    const key = registryKey(binding);
    return {
      registry: [
        fromVariable(`npm_config_${key}`),
        fromVariable('YARN_REGISTRY'),
        ...files.map((file) => npmrcPlace(file, key)),
      ],
      credential: files.map((file) => npmrcPlace(file, tokenKey(binding.endpoint))),
    };
  },

  meaning: npmrcMeaning,

  async inspect(binding, context) {
    const files = npmrcFiles(binding, context.environment, userNpmrc(context.environment));
    return inspectOtherRepositories('Yarn', files, binding, context);
  },

  startedIn: () => ({ names: ['.npmrc', '.yarnrc'], above: true }),

  async redirects(_binding, folder, context) {
    const { environment } = context;
    const by = { title: 'Yarn', isProjects: folder !== null };
    return [
      ...(await npmrcRedirects(npmrcOf(folder, environment), by, context)),
      ...(await yarnrcRedirects(folder ?? environment.home, by, context)),
    ];
  },

  variables: () => ({}),
};

/** Packages with a scope get the token anyway. */
function alwaysAuth({ endpoint, options }: ClientBinding): readonly DesiredEntry[] {
  return options['scope'] === undefined ? [{ entry: [`${withoutScheme(endpoint)}:always-auth`], value: 'true' }] : [];
}
