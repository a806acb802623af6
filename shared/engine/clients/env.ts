import { failed, ok } from '../../contract/problem.ts';
import { TOKEN_SLOT } from '../secrets/slot.ts';
import type { Client, ClientBinding } from './client.ts';
import { inImages } from './env-inspect.ts';
import type { Environment } from '../../ports/host.ts';
import { expandHome, isInside } from '../files/display-path.ts';
import { pathsOf, roaming, xdgConfig } from './parts/folders.ts';
import { fromVariable, inFile } from './parts/place.ts';
import { outsideOf } from './parts/project.ts';
import { TOKEN_VARIABLE_PATTERN } from './parts/variable-name.ts';
import { stepText } from '../editors/text/entry-path.ts';

/** Variable that AWS's samples and many build files read the token from. */
const DEFAULT_VARIABLE = 'CODEARTIFACT_AUTH_TOKEN';

/** Files that a shell runs, where a variable has to be exported to reach the commands. */
const SHELL_FILE = /(?:\.(?:sh|bash|zsh)|(?:^|[\\/])\.(?:envrc|profile|bashrc|bash_profile|zshrc|zshenv|zprofile))$/;

/**
 * A file of `KEY=value` lines with the token as an environment variable: for dotenv, docker, direnv, a shell, and build files that
 * refer to it. In a project it is written only where git ignores it.
 */
export const env: Client = {
  name: 'env',
  title: 'Environment file',
  aliases: ['dotenv'],
  format: 'generic',
  ownVariables: /^codeartifact_auth_token$/i,
  references: { env: ['braces', 'default', 'dollar'] },
  options: [
    {
      name: 'file',
      flag: 'file',
      label: 'File',
      hint: 'Where the variable goes, from the project or the home folder; left out, .env of the project, or codeartifact-tray/env of the user configuration.',
      example: '.env.local',
      choices: null,
      pattern: String.raw`[^\x00-\x1f"*<>|?]*[^\x00-\x1f"*<>|?/\\ ]`,
    },
    {
      name: 'variable',
      flag: 'variable',
      label: 'Variable',
      hint: `Its name; left out, ${DEFAULT_VARIABLE}. Two domains in one file need two names. Not one that programs need, such as PATH.`,
      example: 'PAYMENTS_AUTH_TOKEN',
      choices: null,
      pattern: TOKEN_VARIABLE_PATTERN,
    },
  ],
  scopeText: variableName,

  async targets(binding, { environment }) {
    const file = fileOf(binding, environment);
    const { projectPath } = binding;
    if (projectPath !== null && !isInside(file, projectPath, pathsOf(environment))) {
      return failed(
        outsideOf(projectPath, file, 'Name a file of the project, or switch the repository on at user level.'),
      );
    }
    const variable = variableName(binding);
    const entry = SHELL_FILE.test(file) ? `export ${variable}` : variable;
    return ok([{ path: file, editor: 'env', entries: [{ entry: [entry], value: TOKEN_SLOT }] }]);
  },

  async lookup(binding, { environment }) {
    const variable = variableName(binding);
    const file = inFile('env')(fileOf(binding, environment), [variable]);
    return { registry: [], credential: [fromVariable(variable), file] };
  },

  async inspect(binding, context) {
    const { projectPath } = binding;
    return projectPath === null ? [] : inImages(fileOf(binding, context.environment), projectPath, context);
  },

  meaning([key]) {
    const variable = stepText(key).replace(/^export /, '');
    return { role: 'credential', name: variable, options: { variable } };
  },

  variables(binding) {
    return { [variableName(binding)]: TOKEN_SLOT };
  },
};

function variableName({ options }: ClientBinding): string {
  return options['variable'] ?? DEFAULT_VARIABLE;
}

function fileOf({ options: { file }, projectPath }: ClientBinding, environment: Environment): string {
  const { platform, home } = environment;
  const paths = pathsOf(environment);
  if (file !== undefined) return paths.resolve(projectPath ?? home, expandHome(file, home, paths));
  if (projectPath !== null) return paths.join(projectPath, '.env');
  return paths.join(platform === 'win32' ? roaming(environment) : xdgConfig(environment), 'codeartifact-tray', 'env');
}
