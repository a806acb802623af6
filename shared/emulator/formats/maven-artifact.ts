import { zip } from '../archives/zip.ts';

/** Name of the file that lists an artifact's versions. */
export const METADATA = 'maven-metadata.xml';

type Artifact = {
  /** `group/artifact` with the group's dots as slashes. */
  readonly path: string;
  readonly version: string;
  /** Assets by path below the repository. */
  readonly assets: readonly (readonly [string, Buffer])[];
};

/**
 * `com.example:hello-codeartifact:1.0.0`, a JAR with nothing but a greeting, and `com.example:hello-parent:1.0.0`, which
 * a project can have as its parent (Maven takes none that is packaged as a JAR).
 */
export function sampleArtifacts(): readonly Artifact[] {
  const manifest = 'Manifest-Version: 1.0\r\nImplementation-Title: hello-codeartifact\r\n\r\n';
  const jar = zip([
    { path: 'META-INF/MANIFEST.MF', content: manifest },
    { path: 'hello.txt', content: 'Hello from hello-codeartifact\n' },
  ]);
  return [artifact('hello-codeartifact', 'jar', { jar }), artifact('hello-parent', 'pom')];
}

/** `more` are the files beside the POM, by extension. */
function artifact(name: string, packaging: string, more: Readonly<Record<string, Buffer>> = {}): Artifact {
  const [path, version] = [`com/example/${name}`, '1.0.0'];
  const pom = lines(
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    '  <modelVersion>4.0.0</modelVersion>',
    '  <groupId>com.example</groupId>',
    `  <artifactId>${name}</artifactId>`,
    `  <version>${version}</version>`,
    `  <packaging>${packaging}</packaging>`,
    '  <description>Shows that a package came through CodeArtifact</description>',
    '</project>',
  );
  const files = Object.entries({ pom, ...more });
  return {
    path,
    version,
    assets: files.map(([extension, content]) => [`${path}/${version}/${name}-${version}.${extension}`, content]),
  };
}

/** The list of an artifact's versions (Maven repository metadata 1.1). Its last one counts as the latest. */
export function metadataOf(path: string, versions: readonly string[]): Buffer {
  const slash = path.lastIndexOf('/');
  const latest = versions.at(-1);
  const release = versions.findLast((version) => !version.endsWith('-SNAPSHOT'));
  return lines(
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<metadata modelVersion="1.1.0">',
    `  <groupId>${path.slice(0, slash).replaceAll('/', '.')}</groupId>`,
    `  <artifactId>${path.slice(slash + 1)}</artifactId>`,
    '  <versioning>',
    `    <latest>${latest}</latest>`,
    ...(release === undefined ? [] : [`    <release>${release}</release>`]),
    '    <versions>',
    ...versions.map((version) => `      <version>${version}</version>`),
    '    </versions>',
    // The same every time; clients compare it with nothing here.
    '    <lastUpdated>20240101000000</lastUpdated>',
    '  </versioning>',
    '</metadata>',
  );
}

function lines(...texts: readonly string[]): Buffer {
  return Buffer.from(texts.map((text) => `${text}\n`).join(''));
}
