import { createHash } from 'node:crypto';
import { tarGz } from '../archives/tar.ts';

/** One version of an npm package as a repository keeps it. */
type NpmVersion = {
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly tarball: Buffer;
  /** ISO 8601. */
  readonly publishedAt: string;
};

export type NpmPackage = {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly versions: ReadonlyMap<string, NpmVersion>;
};

const SAMPLE_VERSION = '1.0.0';

/** What every repository has without any publishing: `hello-codeartifact` and, in whatever scope, `@scope/hello`. */
export function sampleNpmPackage(name: string): NpmPackage | null {
  if (name !== 'hello-codeartifact' && !/^@[^/]+\/hello$/.test(name)) return null;
  const manifest = {
    name,
    version: SAMPLE_VERSION,
    description: 'Shows that a package came through CodeArtifact',
    license: 'MIT',
    main: 'index.js',
  };
  const tarball = tarGz([
    { path: 'package/package.json', content: `${JSON.stringify(manifest, null, 2)}\n` },
    { path: 'package/index.js', content: `module.exports = ${JSON.stringify(`Hello from ${name}`)};\n` },
  ]);
  const version: NpmVersion = { manifest, tarball, publishedAt: '2024-01-01T00:00:00.000Z' };
  return { name, tags: { latest: SAMPLE_VERSION }, versions: new Map([[SAMPLE_VERSION, version]]) };
}

/** File name of a version's tarball; the scope is left out, as npm does. */
export function tarballName(name: string, version: string): string {
  return `${name.replace(/^@[^/]+\//, '')}-${version}.tgz`;
}

/** The package's metadata document; tarballs are addressed below the repository. */
export function packument(pack: NpmPackage, repositoryUrl: string): Readonly<Record<string, unknown>> {
  const versions = [...pack.versions];
  return {
    _id: pack.name,
    name: pack.name,
    'dist-tags': pack.tags,
    versions: Object.fromEntries(
      versions.map(([version, { manifest, tarball }]) => [
        version,
        {
          ...manifest,
          dist: {
            tarball: `${repositoryUrl}${pack.name}/-/${tarballName(pack.name, version)}`,
            integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
            shasum: createHash('sha1').update(tarball).digest('hex'),
          },
        },
      ]),
    ),
    time: Object.fromEntries(versions.map(([version, { publishedAt }]) => [version, publishedAt])),
  };
}
