import { ok } from '../../../contract/problem.ts';
import { TOKEN_SLOT } from '../../secrets/slot.ts';
import type { Client, ClientBinding, ClientContext } from '../client.ts';
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
import { npmWorkspaceRoot } from './workspaces.ts';
import { settingsAtRoot } from '../parts/workspace.ts';

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
  // With a default, as pnpm knows it, npm sends the text as it stands.
  references: { npmrc: ['braces', 'optional'] },
  scopeText: npmScopeText,

  async targets(binding, context) {
    const root = await rootOf(binding, context);
    if (root !== null) return settingsAtRoot('npm', binding, root);
    return ok(npmrcTargets(binding, context.environment, userNpmrc(context.environment)));
  },

  errors: npmErrors,

  async lookup(binding, context) {
    const { environment } = context;
    const files = [...(await filesOf(binding, context)), ...globalNpmrcs(environment)];
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
    const files = await filesOf(binding, context);
    return [
      ...(await inspectNpmrcs(files, binding, context)),
      ...(await inspectOtherRepositories('npm', files, binding, context)),
    ];
  },

  meaning: npmrcMeaning,

  startedIn: () => ({ names: ['.npmrc'], above: false }),

  async redirects(_binding, folder, context) {
    const { environment } = context;
    if (folder !== null && (await npmWorkspaceRoot(folder, context)) !== null) return [];
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

async function rootOf({ projectPath, options }: ClientBinding, context: ClientContext): Promise<string | null> {
  const isWritten = projectPath !== null && options['keep'] !== 'token';
  return isWritten ? npmWorkspaceRoot(projectPath, context) : null;
}

/** The .npmrc files that npm reads for a binding, a workspace's being that of the folder it belongs to. */
async function filesOf(binding: ClientBinding, context: ClientContext): Promise<readonly string[]> {
  const { environment } = context;
  const root = binding.projectPath === null ? null : await npmWorkspaceRoot(binding.projectPath, context);
  return npmrcFiles({ ...binding, projectPath: root ?? binding.projectPath }, environment, userNpmrc(environment));
}
