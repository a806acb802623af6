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
            if (repository instanceof MavenArtifactRepository && repository.url.host == ${quoted(hostname, 'groovy')}) {
                repository.credentials {
                    username = project.findProperty(${quoted(`${name}Username`, 'groovy')})
                    password = project.findProperty(${quoted(`${name}Password`, 'groovy')})
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
  const [called, at] = [quoted(name, language), quoted(url, language)];
  return `maven {\n    name = ${called}\n    url = uri(${at})\n    credentials(${credentials})\n}\n`;
}

/** A literal in which nothing is filled in: Groovy's single quotes, and Kotlin's only ones with each `$` escaped. */
export function quoted(text: string, language: Language): string {
  const escaped = text
    .replaceAll(/["'$\\]/g, (mark) => (mark === '$' && language === 'groovy' ? mark : `\\${mark}`))
    .replaceAll('\r', String.raw`\r`)
    .replaceAll('\n', String.raw`\n`);
  return language === 'groovy' ? `'${escaped}'` : `"${escaped}"`;
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '    ');
}
