import { findClient } from '../../shared/engine/clients/index.ts';
import { CACHE } from './have-client.ts';
import type { Invocation, RealClient, Stage } from './real-client.ts';
import { tlsFront } from './tls-front.ts';

const PACKAGE = 'hello-codeartifact';

const CENTRAL_OFF =
  '<repository><id>central</id><url>http://127.0.0.1:9/</url><releases><enabled>false</enabled></releases><snapshots><enabled>false</enabled></snapshots></repository>';

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

const gradleByInitScript: RealClient = {
  ...gradle,
  name: 'Gradle by the init script,',
  files: (stage) => ({
    '../.gradle/init.d/codeartifact.gradle': snippetOf('gradle', 'init.d/codeartifact.gradle', stage),
    'settings.gradle': "rootProject.name = 'consumer'\n",
    'build.gradle': gradleBuild(`maven { url '${stage.endpoint}' }`),
  }),
};

/** Maven as its makers archive it. */
function mavenFromCentral(version: string): RealClient {
  return {
    ...maven,
    name: `Maven ${version}`,
    source: { maven: `org.apache.maven:apache-maven:${version}:tar.gz:bin`, file: `apache-maven-${version}/bin/mvn` },
  };
}

/** The address of the repository over TLS: coursier sends no credentials without. */
function secureEndpoint({ endpoint, prepared }: Stage): string {
  return `${prepared.url}${new URL(endpoint).pathname}`;
}

function javaOptions({ home, prepared }: Stage): readonly string[] {
  return [`-Duser.home=${home.folder}`, ...prepared.javaOptions!];
}

const coursierSettings = {
  '.config/coursier/credentials.properties': '# mine\nother.host=old.example\nother.username=ann\nother.password=old\n',
};

const coursier: RealClient = {
  name: 'coursier 2.1.24',
  client: 'sbt',
  format: 'maven',
  source: { maven: 'io.get-coursier:coursier-cli_2.13:2.1.24', file: 'jars' },
  representative: false,
  level: 'user',
  prepare: tlsFront,
  settings: coursierSettings,
  files: () => ({}),
  fetch: (stage) => ({
    command: 'java',
    args: [
      ...javaOptions(stage),
      '-cp',
      `${stage.program}/*`,
      'coursier.cli.Coursier',
      'fetch',
      '--no-default',
      '--repository',
      secureEndpoint(stage),
      `com.example:${PACKAGE}:1.0.0`,
    ],
    env: { COURSIER_CACHE: stage.cache, COURSIER_PROGRESS: 'false' },
  }),
};

const SBT = '1.11.7';
const sbtProject = { 'project/build.properties': `sbt.version=${SBT}\n` };
/** What sbt itself needs comes from Maven Central once, and stays. */
const sbtEnvironment = { COURSIER_CACHE: `${CACHE}/sbt/coursier` };

function sbtArguments(launcher: string): readonly string[] {
  const folders = ['boot.directory=boot', 'global.base=base', 'ivy.home=ivy'];
  return [
    ...folders.map((setting) => `-Dsbt.${setting.replace('=', `=${CACHE}/sbt/`)}`),
    ...['color', 'supershell', 'server.autostart'].map((setting) => `-Dsbt.${setting}=false`),
    '-jar',
    launcher,
  ];
}

const sbt: RealClient = {
  name: `sbt ${SBT}`,
  client: 'sbt',
  format: 'maven',
  source: {
    maven: `org.scala-sbt:sbt-launch:${SBT}`,
    file: `jars/sbt-launch-${SBT}.jar`,
    firstStart: (launcher) => ({
      command: 'java',
      args: [`-Duser.home=${CACHE}`, ...sbtArguments(launcher), 'update'],
      env: sbtEnvironment,
      files: { ...sbtProject, 'build.sbt': 'autoScalaLibrary := false\n' },
    }),
  },
  representative: false,
  level: 'user',
  prepare: tlsFront,
  settings: coursierSettings,
  files: (stage) => ({
    ...sbtProject,
    'build.sbt': [
      'organization := "com.example"',
      'autoScalaLibrary := false',
      'crossPaths := false',
      `libraryDependencies += "com.example" % "${PACKAGE}" % "1.0.0"`,
      snippetOf('sbt', 'build.sbt', stage).replace(stage.endpoint, secureEndpoint(stage)),
    ].join('\n'),
  }),
  fetch: (stage) => sbtTask(stage, 'update'),
  publish: {
    files: (stage) => ({
      ...sbtProject,
      'build.sbt': [
        'organization := "com.example"',
        'name := "greeting"',
        'version := "2.0.0"',
        'autoScalaLibrary := false',
        'crossPaths := false',
        'Compile / packageDoc / publishArtifact := false',
        snippetOf('sbt', 'build.sbt, to publish', stage).replace(stage.endpoint, secureEndpoint(stage)),
      ].join('\n'),
    }),
    invocation: (stage) => sbtTask({ ...stage, project: stage.home.path('greeting') }, 'publish'),
  },
};

function sbtTask(stage: Stage, task: string): Invocation {
  return {
    command: 'sh',
    // Ours is fetched anew each time.
    args: [
      '-c',
      'cp -R "$1" "$0/build" && cd "$0/build" && rm -rf "$COURSIER_CACHE/https/"*127.0.0.1* && shift && exec "$@"',
      stage.cache,
      stage.project,
      'java',
      ...javaOptions(stage),
      ...sbtArguments(stage.program),
      task,
    ],
    env: sbtEnvironment,
  };
}

export const javaClients: readonly RealClient[] = [
  maven,
  mavenFromCentral('3.9.16'),
  mavenFromCentral('4.0.0-rc-5'),
  mavenMirror,
  mavenByPom,
  gradle,
  gradleByInitScript,
  coursier,
  sbt,
];
