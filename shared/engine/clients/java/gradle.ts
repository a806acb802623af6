import { ok } from '../../../contract/problem.ts';
import type { Environment } from '../../../ports/host.ts';
import { TOKEN_SLOT } from '../../secrets/slot.ts';
import type { Client, ClientBinding } from '../client.ts';
import { initScript, mavenBlock, settingsBlock } from './gradle-snippets.ts';
import { javaUserHome } from './java-home.ts';
import { pathInVariable, pathsOf } from '../parts/folders.ts';
import { publicNameFault } from '../parts/public-names.ts';
import { fromVariable, inFile } from '../parts/place.ts';
import { gradleErrors } from './gradle-errors.ts';
import { stepText } from '../../editors/text/entry-path.ts';

/**
 * Gradle. User name and token are properties of the user's gradle.properties, under the names that `credentials(PasswordCredentials)`
 * reads for a repository of that name; the repository itself stands in build scripts, which are the person's to write.
 */
export const gradle: Client = {
  name: 'gradle',
  title: 'Gradle',
  format: 'maven',
  ownVariables: /^(?:gradle_(?:opts|user_home)$|org_gradle_)/i,
  options: [
    {
      name: 'repositoryName',
      flag: 'repository-name',
      label: 'Name in the build',
      hint: 'Name of the repository in your build scripts, letters and digits only; left out, codeartifact.',
      example: 'codeartifact',
      choices: null,
      pattern: '[A-Za-z][A-Za-z0-9]*',
    },
  ],
  optionFault: (name, value) =>
    name === 'repositoryName'
      ? publicNameFault(value, 'Maven Central', 'the Gradle Plugin Portal', "Google's repository")
      : null,
  scopeText: (binding) => `credentials of ${nameOf(binding)}`,

  async targets(binding, { environment }) {
    const name = nameOf(binding);
    const entries = [
      { entry: [`${name}Username`], value: 'aws' },
      { entry: [`${name}Password`], value: TOKEN_SLOT },
    ];
    return ok([{ path: userProperties(environment), editor: 'properties', entries }]);
  },

  errors: gradleErrors,

  async lookup(binding, { environment }) {
    const property = `${nameOf(binding)}Password`;
    const files = [userProperties(environment)];
    // The user's file beats the project's (docs/facts/clients.md).
    if (binding.projectPath !== null) files.push(pathsOf(environment).join(binding.projectPath, 'gradle.properties'));
    const credential = [
      fromVariable(`ORG_GRADLE_PROJECT_${property}`),
      ...files.map((file) => inFile('properties')(file, [property])),
    ];
    return { registry: [], credential };
  },

  meaning([property]) {
    const [, name, what] = /^(.*?)(Username|Password)$/.exec(stepText(property)) ?? [];
    if (name === undefined || name === '') return null;
    const role = what === 'Password' ? 'credential' : 'beside';
    return { role, name, options: { repositoryName: name } };
  },

  variables(binding) {
    const prefix = `ORG_GRADLE_PROJECT_${nameOf(binding)}`;
    return { [`${prefix}Username`]: 'aws', [`${prefix}Password`]: TOKEN_SLOT };
  },

  snippets(binding) {
    const repository = { name: nameOf(binding), url: binding.endpoint };
    return [
      { title: 'build.gradle', text: mavenBlock(repository, 'groovy') },
      { title: 'build.gradle.kts', text: mavenBlock(repository, 'kotlin') },
      { title: 'settings.gradle', text: settingsBlock(repository, 'groovy') },
      { title: 'settings.gradle.kts', text: settingsBlock(repository, 'kotlin') },
      { title: 'init.d/codeartifact.gradle, for builds that stay as they are', text: initScript(repository) },
    ];
  },
};

function nameOf({ options }: ClientBinding): string {
  return options['repositoryName'] ?? 'codeartifact';
}

function userProperties(environment: Environment): string {
  const paths = pathsOf(environment);
  const usual = paths.join(javaUserHome(environment, ['GRADLE_OPTS']), '.gradle');
  return paths.join(pathInVariable(environment, 'GRADLE_USER_HOME') ?? usual, 'gradle.properties');
}
