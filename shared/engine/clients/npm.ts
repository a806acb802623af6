import { ok } from '../../contract/problem.ts';
import type { Environment } from '../../ports/host.ts';
import { pathsOf, TOKEN_SLOT } from './client.ts';
import type { Client, ClientBinding, DesiredEntry, Target } from './client.ts';

/**
 * npm 9 to 12. The registry line goes to the project's or the user's .npmrc, the token always to the user's
 * (npm reads credentials there for any registry), under the key that `aws codeartifact login` uses as well.
 */
export const npm: Client = {
  name: 'npm',
  format: 'npm',
  options: ['scope'],

  async targets(binding, { environment }) {
    const paths = pathsOf(environment);
    const user = userConfig(environment);
    const registry: DesiredEntry = { entry: [registryKey(binding)], value: binding.endpoint };
    const token: DesiredEntry = { entry: [tokenKey(binding.endpoint)], value: TOKEN_SLOT };
    const targets: Target[] =
      binding.projectPath === null
        ? [{ path: user, editor: 'npmrc', entries: [registry, token] }]
        : [
            { path: paths.join(binding.projectPath, '.npmrc'), editor: 'npmrc', entries: [registry] },
            { path: user, editor: 'npmrc', entries: [token] },
          ];
    return ok(targets);
  },

  variables(binding) {
    return {
      [`npm_config_${registryKey(binding)}`]: binding.endpoint,
      [`npm_config_${tokenKey(binding.endpoint)}`]: TOKEN_SLOT,
    };
  },
};

function registryKey({ options }: ClientBinding): string {
  return options.scope === undefined ? 'registry' : `${options.scope}:registry`;
}

/** `//host/npm/repository/:_authToken`: npm looks credentials up by URL without the scheme. */
function tokenKey(endpoint: string): string {
  return `${endpoint.replace(/^https?:/, '')}:_authToken`;
}

/** npm reads its variables without regard to case; of several spellings the last one counts (config/lib/index.js of npm 11). */
function userConfig(environment: Environment): string {
  const { env, home } = environment;
  const paths = pathsOf(environment);
  const named = Object.entries(env).findLast(([name]) => name.toLowerCase() === 'npm_config_userconfig')?.[1];
  return named === undefined || named === '' ? paths.join(home, '.npmrc') : paths.resolve(named);
}
