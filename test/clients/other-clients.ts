import { homedir } from 'node:os';
import path from 'node:path';
import { findClient } from '../../shared/engine/clients/index.ts';
import type { FromDebian, RealClient, Stage } from './real-client.ts';

const PACKAGE = 'hello-codeartifact';

const CENTRAL_OFF =
  '<repository><id>central</id><url>http://127.0.0.1:9/</url><releases><enabled>false</enabled></releases></repository>';

function pom(...more: readonly string[]): string {
  return [
    '<project>',
    '<modelVersion>4.0.0</modelVersion>',
    '<parent><groupId>com.example</groupId><artifactId>hello-parent</artifactId><version>1.0.0</version><relativePath/></parent>',
    '<artifactId>consumer</artifactId><packaging>pom</packaging>',
    ...more,
    '</project>',
    '',
  ].join('\n');
}

/** Text that the app offers to copy, for the file that its title begins with. */
function snippetOf(client: string, title: string, { endpoint, project }: Stage): string {
  const binding = { endpoint, domain: 'platform', domainOwner: '111122223333', repository: 'web', options: {} };
  const snippets = findClient(client)?.snippets?.({ ...binding, projectPath: project }) ?? [];
  return snippets.find((snippet) => snippet.title.startsWith(title))!.text;
}

function gradleBuild(repository: string): string {
  return `repositories { ${repository} }
configurations { fetched }
dependencies { fetched 'com.example:${PACKAGE}:1.0.0' }
task fetch(type: Copy) { from configurations.fetched; into 'fetched' }
`;
}

export const maven: RealClient = {
  name: 'Maven',
  client: 'maven',
  format: 'maven',
  source: { command: 'mvn', debian: ['maven'], version: ['--version'] },
  representative: false,
  level: 'user',
  settings: {
    '.m2/settings.xml':
      '<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- mine -->\r\n<settings>\r\n\t<servers>\r\n\t\t<server><id>other</id><username>ann</username><password>old</password></server>\r\n\t</servers>\r\n</settings>\r\n',
  },
  // No plugin is at hand without Maven Central, but every build resolves its parent.
  files: () => ({ 'pom.xml': pom('<repositories>', CENTRAL_OFF, '</repositories>') }),
  fetch: ({ home, cache }) => ({
    args: ['-B', '-N', 'validate', `-Dmaven.repo.local=${cache}`],
    env: { MAVEN_OPTS: `-Duser.home=${home.folder}`, MAVEN_SKIP_RC: '1' },
  }),
};

const mavenMirror: RealClient = {
  ...maven,
  name: 'Maven as a mirror,',
  options: ['--mirror', '*'],
  files: () => ({ 'pom.xml': pom() }),
};

const mavenByPom: RealClient = {
  ...maven,
  name: 'Maven by the lines for pom.xml,',
  level: 'project',
  files: (stage) => ({
    'pom.xml': pom(snippetOf('maven', 'pom.xml', stage).replace('<repositories>', `<repositories>${CENTRAL_OFF}`)),
  }),
};

const gradle: RealClient = {
  name: 'Gradle',
  client: 'gradle',
  format: 'maven',
  source: { command: 'gradle', debian: ['gradle'], version: ['--version'] },
  representative: false,
  level: 'project',
  settings: { '.gradle/gradle.properties': '! mine\norg.gradle.daemon = false\notherPassword : old\n' },
  files: ({ endpoint }) => ({
    'settings.gradle': "rootProject.name = 'consumer'\n",
    'build.gradle': gradleBuild(
      `maven { url '${endpoint}'; credentials { username codeartifactUsername; password codeartifactPassword } }`,
    ),
  }),
  fetch: ({ home, cache }) => ({
    args: ['--no-daemon', '--quiet', '--project-cache-dir', cache, '--refresh-dependencies', 'fetch'],
    env: { GRADLE_OPTS: `-Duser.home=${home.folder}` },
  }),
};

const cargoEnvironment = {
  // Where cargo is rustup's proxy, the toolchain itself is at home.
  RUSTUP_HOME: process.env['RUSTUP_HOME'] ?? path.join(homedir(), '.rustup'),
  CARGO_NET_RETRY: '0',
};

const gradleByInitScript: RealClient = {
  ...gradle,
  name: 'Gradle by the init script,',
  files: (stage) => ({
    '../.gradle/init.d/codeartifact.gradle': snippetOf('gradle', 'init.d/codeartifact.gradle', stage),
    'settings.gradle': "rootProject.name = 'consumer'\n",
    'build.gradle': gradleBuild(`maven { url '${stage.endpoint}' }`),
  }),
};

/** Debian 12 has one without credential providers. */
export const cargoSource: FromDebian = { command: 'cargo', debian: [], version: ['--version'], since: '1.74' };

const cargo: RealClient = {
  name: 'cargo',
  client: 'cargo',
  format: 'cargo',
  source: cargoSource,
  representative: false,
  level: 'project',
  settings: {
    '.cargo/config.toml': '# mine\n[net]\nretry = 0\n',
    '.cargo/credentials.toml': '[registries.other]\ntoken = "old" # mine\n',
  },
  files: () => ({
    'Cargo.toml': `[package]
name = "consumer"
version = "1.0.0"
edition = "2021"
[dependencies]
${PACKAGE} = { version = "1", registry = "codeartifact" }
[workspace]
`,
    'src/lib.rs': '',
  }),
  fetch: ({ home, cache }) => ({
    command: 'sh',
    // What was fetched is in CARGO_HOME, beside the credentials.
    args: ['-c', `cp -R "${home.path('.cargo')}" "${cache}/cargo" && CARGO_HOME="${cache}/cargo" exec cargo fetch`],
    env: cargoEnvironment,
  }),
  publish: {
    files: {
      'Cargo.toml':
        '[package]\nname = "greeting"\nversion = "2.0.0"\nedition = "2021"\ndescription = "A greeting"\nlicense = "MIT"\n[workspace]\n',
      'src/lib.rs': '',
    },
    invocation: () => ({
      args: ['publish', '--registry', 'codeartifact', '--allow-dirty', '--no-verify'],
      env: cargoEnvironment,
    }),
  },
};

const bundler: RealClient = {
  name: 'Bundler',
  client: 'ruby',
  format: 'ruby',
  errorTitle: 'Bundler',
  source: { command: 'bundle', debian: ['ruby', 'ruby-bundler'], version: ['--version'] },
  representative: false,
  level: 'project',
  settings: { '.bundle/config': '---\n# mine\nBUNDLE_RETRY: "0"\nBUNDLE_OTHER__EXAMPLE: "ann:old"\n' },
  files: ({ endpoint }) => ({ Gemfile: `source "${endpoint}"\ngem "${PACKAGE}"\n` }),
  fetch: ({ cache }) => ({
    args: ['install'],
    env: {
      BUNDLE_PATH: `${cache}/vendor`,
      GEM_SPEC_CACHE: `${cache}/specs`,
      BUNDLE_SILENCE_ROOT_WARNING: 'true',
      BUNDLE_USER_CACHE: `${cache}/cache`,
    },
  }),
};

const gem: RealClient = {
  ...bundler,
  name: 'gem',
  errorTitle: 'RubyGems',
  source: { command: 'gem', debian: ['ruby'], version: ['--version'] },
  level: 'user',
  settings: { '.gemrc': '---\n# mine\n:verbose: false\n:sources:\n- http://127.0.0.1:9/\n' },
  files: () => ({}),
  fetch: ({ cache }) => ({
    args: ['install', PACKAGE, '--no-document'],
    env: { GEM_HOME: `${cache}/gems`, GEM_SPEC_CACHE: `${cache}/specs` },
  }),
  publish: {
    files: {
      'greeting.gemspec':
        "Gem::Specification.new do |spec|\n  spec.name = 'greeting'\n  spec.version = '2.0.0'\n  spec.summary = 'Says hello'\n  spec.authors = ['Example']\nend\n",
    },
    invocation: ({ endpoint }) => ({
      command: 'sh',
      args: [
        '-c',
        'gem build greeting.gemspec && exec gem push --key codeartifact_api_key --host "$0" greeting-2.0.0.gem',
        // Two slashes in a row are another address.
        endpoint.replace(/\/$/, ''),
      ],
    }),
  },
};

const curl: RealClient = {
  name: 'curl by netrc,',
  client: 'netrc',
  format: 'pypi',
  errorTitle: 'curl',
  source: { command: 'curl', debian: ['curl'], version: ['--version'] },
  representative: true,
  level: 'user',
  settings: {
    '.netrc':
      '# mine\nmachine 127.0.0.1:9 login ann password old\nmachine other.example\n\tlogin ann\n\tpassword old\ndefault login anonymous password none\n',
  },
  files: () => ({}),
  fetch: ({ endpoint }) => ({
    args: ['--netrc', '--silent', '--show-error', '--fail', `${endpoint}simple/${PACKAGE}/`],
  }),
};

export const otherClients: readonly RealClient[] = [
  maven,
  mavenMirror,
  mavenByPom,
  gradle,
  gradleByInitScript,
  cargo,
  bundler,
  gem,
  curl,
];
