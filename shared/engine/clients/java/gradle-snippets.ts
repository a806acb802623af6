/** A repository as a build script names it. */
export type GradleRepository = { readonly name: string; readonly url: string };

type Language = 'groovy' | 'kotlin';

/** `repositories { … }` for a build script; Gradle takes the credentials from properties that begin with the name. */
export function mavenBlock(repository: GradleRepository, language: Language): string {
  return `repositories {\n${indented(maven(repository, language))}}\n`;
}

/** Plugins and dependencies of every project, for a settings script. */
export function settingsBlock(repository: GradleRepository, language: Language): string {
  const repositories = `repositories {\n${indented(maven(repository, language))}}\n`;
  return `pluginManagement {\n${indented(repositories)}}\ndependencyResolutionManagement {\n${indented(repositories)}}\n`;
}

/** Credentials for every repository of this host in any build, also before Gradle 6.6; taken from the properties, so that it holds no token. */
export function initScript({ name, url }: GradleRepository): string {
  const { hostname } = new URL(url);
  return `allprojects {
    afterEvaluate { project ->
        def signIn = { repository ->
            if (repository instanceof MavenArtifactRepository && repository.url.host == "${hostname}") {
                repository.credentials {
                    username = project.findProperty("${name}Username")
                    password = project.findProperty("${name}Password")
                }
            }
        }
        project.buildscript.repositories.all(signIn)
        project.repositories.all(signIn)
    }
}
`;
}

function maven({ name, url }: GradleRepository, language: Language): string {
  const credentials = language === 'groovy' ? 'PasswordCredentials' : 'PasswordCredentials::class';
  return `maven {\n    name = "${name}"\n    url = uri("${url}")\n    credentials(${credentials})\n}\n`;
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '    ');
}
