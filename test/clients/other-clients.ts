import { homedir } from 'node:os';
import path from 'node:path';
import type { RealClient } from './real-client.ts';

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

const maven: RealClient = {
  name: "Maven (Debian's)",
  client: 'maven',
  format: 'maven',
  source: { command: 'mvn', debian: ['maven'] },
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
  name: "Maven (Debian's), as a mirror",
  options: ['--mirror', '*'],
  files: () => ({ 'pom.xml': pom() }),
};

const gradle: RealClient = {
  name: "Gradle (Debian's)",
  client: 'gradle',
  format: 'maven',
  source: { command: 'gradle', debian: ['gradle'] },
  representative: false,
  level: 'project',
  settings: { '.gradle/gradle.properties': '! mine\norg.gradle.daemon = false\notherPassword : old\n' },
  files: ({ endpoint }) => ({
    'settings.gradle': "rootProject.name = 'consumer'\n",
    'build.gradle': `repositories { maven { url '${endpoint}'; credentials { username codeartifactUsername; password codeartifactPassword } } }
configurations { fetched }
dependencies { fetched 'com.example:${PACKAGE}:1.0.0' }
task fetch(type: Copy) { from configurations.fetched; into 'fetched' }
`,
  }),
  fetch: ({ home, cache }) => ({
    args: ['--no-daemon', '--quiet', '--project-cache-dir', cache, '--refresh-dependencies', 'fetch'],
    env: { GRADLE_OPTS: `-Duser.home=${home.folder}` },
  }),
};

const nuget: RealClient = {
  name: 'NuGet 2.8.7 (mono)',
  client: 'nuget',
  format: 'nuget',
  source: { command: 'nuget', debian: ['nuget'] },
  representative: false,
  level: 'user',
  traces: { '.config/NuGet/NuGet.Config': '<?xml version="1.0" encoding="utf-8"?>\r\n<configuration />' },
  settings: {
    '.config/NuGet/NuGet.Config':
      '\uFEFF<?xml version="1.0" encoding="utf-8"?>\r\n<configuration>\r\n  <config>\r\n    <add key="repositoryPath" value="packages" />\r\n  </config>\r\n</configuration>',
  },
  files: () => ({}),
  // It keeps packages below HOME whatever it is told.
  fetch: ({ home, cache }) => ({
    command: 'sh',
    args: [
      '-c',
      `cp -R "${home.path('.config')}" "${cache}" && HOME="${cache}" exec nuget install ${PACKAGE} -NonInteractive -OutputDirectory "${cache}/out"`,
    ],
  }),
};

const cargo: RealClient = {
  name: 'cargo 1.95.0',
  client: 'cargo',
  format: 'cargo',
  source: { command: 'cargo', debian: ['cargo'] },
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
    env: { RUSTUP_HOME: process.env['RUSTUP_HOME'] ?? path.join(homedir(), '.rustup'), CARGO_NET_RETRY: '0' },
  }),
};

const bundler: RealClient = {
  name: "Bundler (Debian's)",
  client: 'ruby',
  format: 'ruby',
  source: { command: 'bundle', debian: ['ruby', 'ruby-bundler'] },
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
  name: "gem (Debian's)",
  source: { command: 'gem', debian: ['ruby'] },
  level: 'user',
  settings: { '.gemrc': '---\n# mine\n:verbose: false\n:sources:\n- http://127.0.0.1:9/\n' },
  files: () => ({}),
  fetch: ({ cache }) => ({
    args: ['install', PACKAGE, '--no-document'],
    env: { GEM_HOME: `${cache}/gems`, GEM_SPEC_CACHE: `${cache}/specs` },
  }),
};

const curl: RealClient = {
  name: 'curl, by netrc',
  client: 'netrc',
  format: 'pypi',
  source: { command: 'curl', debian: ['curl'] },
  representative: true,
  level: 'user',
  settings: {
    '.netrc': '# mine\nmachine other.example\n\tlogin ann\n\tpassword old\ndefault login anonymous password none\n',
  },
  files: () => ({}),
  fetch: ({ endpoint }) => ({
    args: ['--netrc', '--silent', '--show-error', '--fail', `${endpoint}simple/${PACKAGE}/`],
  }),
};

export const otherClients: readonly RealClient[] = [maven, mavenMirror, gradle, nuget, cargo, bundler, gem, curl];
