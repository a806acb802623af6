import { ok } from '../../../contract/problem.ts';
import { TOKEN_SLOT } from '../../secrets/slot.ts';
import type { Client } from '../client.ts';
import { inspectNpmrcs } from './npm-inspect.ts';
import { inspectOtherRepositories } from './other-repositories.ts';
import {
  globalNpmrcs,
  npmScopeText,
  npmrcFiles,
  npmrcMeaning,
  npmrcOf,
  npmrcPlace,
  npmrcTargets,
  registryKey,
  scopeOption,
  isTokenOnly,
  tokenOnlyOption,
  tokenKey,
  tokenKeys,
  userNpmrc,
} from './npm-family.ts';
import { fromVariable } from '../parts/place.ts';
import { npmErrors } from './npm-errors.ts';
import { networkVariables, npmrcRedirects } from './redirects.ts';

/**
 * npm 9 to 12. The registry line goes to the project's or the user's .npmrc, the token always to the user's
 * (npm reads credentials there for any registry), under the key that `aws codeartifact login` uses as well.
 */
export const npm: Client = {
  name: 'npm',
  title: 'npm',
  format: 'npm',
  ownVariables: /^npm_config_/i,
  options: [scopeOption, tokenOnlyOption],
  // npm itself knows no defaults; who writes one shares the file with a client that does, and means a variable.
  references: { npmrc: ['braces', 'optional', 'default'] },
  scopeText: npmScopeText,

  async targets(binding, { environment }) {
    return ok(npmrcTargets(binding, environment, userNpmrc(environment)));
  },

  errors: npmErrors,

  async lookup(binding, { environment }) {
    const files = [...npmrcFiles(binding, environment, userNpmrc(environment)), ...globalNpmrcs(environment)];
    const key = registryKey(binding);
    return {
      registry: isTokenOnly(binding)
        ? []
        : [fromVariable(`npm_config_${key}`), ...files.map((file) => npmrcPlace(file, key))],
      credential: tokenKeys(binding.endpoint).flatMap((token) => [
        fromVariable(`npm_config_${token}`),
        ...files.map((file) => npmrcPlace(file, token)),
      ]),
    };
  },

  async inspect(binding, context) {
    const { environment } = context;
    const files = npmrcFiles(binding, environment, userNpmrc(environment));
    return [
      ...(await inspectNpmrcs(files, binding, context)),
      ...(await inspectOtherRepositories('npm', files, binding, context)),
    ];
  },

  meaning: npmrcMeaning,

  startedIn: () => ({ names: ['.npmrc'], above: false }),

  async redirects(_binding, folder, context) {
    const { environment } = context;
    const by = { title: 'npm', isProjects: folder !== null };
    const inFile = await npmrcRedirects(npmrcOf(folder, environment), by, context);
    return folder === null ? [...inFile, ...networkVariables('npm', 'npm_config_', context)] : inFile;
  },

  variables(binding) {
    return {
      ...(isTokenOnly(binding) ? {} : { [`npm_config_${registryKey(binding)}`]: binding.endpoint }),
      [`npm_config_${tokenKey(binding.endpoint)}`]: TOKEN_SLOT,
    };
  },
};
