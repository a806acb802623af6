import { ok } from '../../contract/problem.ts';
import { pathsOf, TOKEN_SLOT } from './client.ts';
import type { Client, DesiredEntry } from './client.ts';
import { npmReach, npmrcPlace, registryKey, scopeOption, tokenKey, tokenKeys, userNpmrc } from './npm-family.ts';

/**
 * npm 9 to 12. The registry line goes to the project's or the user's .npmrc, the token always to the user's
 * (npm reads credentials there for any registry), under the key that `aws codeartifact login` uses as well.
 */
export const npm: Client = {
  name: 'npm',
  title: 'npm',
  format: 'npm',
  tried: '9.9.4, 10.9.8, 11.21.2, 12.2.0',
  options: [scopeOption],
  reach: npmReach,

  async targets(binding, { environment }) {
    const user = userNpmrc(environment);
    const registry: DesiredEntry = { entry: [registryKey(binding)], value: binding.endpoint };
    const token: DesiredEntry = { entry: [tokenKey(binding.endpoint)], value: TOKEN_SLOT };
    if (binding.projectPath === null) return ok([{ path: user, editor: 'npmrc', entries: [registry, token] }]);
    const project = pathsOf(environment).join(binding.projectPath, '.npmrc');
    return ok([
      { path: project, editor: 'npmrc', entries: [registry] },
      { path: user, editor: 'npmrc', entries: [token] },
    ]);
  },

  async lookup(binding, { environment }) {
    const user = userNpmrc(environment);
    const files =
      binding.projectPath === null ? [user] : [pathsOf(environment).join(binding.projectPath, '.npmrc'), user];
    const key = registryKey(binding);
    return {
      registry: [{ kind: 'variable', variable: `npm_config_${key}` }, ...files.map((file) => npmrcPlace(file, key))],
      credential: tokenKeys(binding.endpoint).flatMap((tokenOf) => [
        { kind: 'variable' as const, variable: `npm_config_${tokenOf}` },
        ...files.map((file) => npmrcPlace(file, tokenOf)),
      ]),
    };
  },

  variables(binding) {
    return {
      [`npm_config_${registryKey(binding)}`]: binding.endpoint,
      [`npm_config_${tokenKey(binding.endpoint)}`]: TOKEN_SLOT,
    };
  },
};
