import { createHash } from 'node:crypto';
import { z } from 'zod';
import { findFile } from '../archives/archive-entry.ts';
import { readZip } from '../archives/read-zip.ts';
import { zip } from '../archives/zip.ts';
import { readMultipart } from '../multipart.ts';
import { jsonReply, reply } from '../reply.ts';
import type { Reply } from '../reply.ts';
import { perRepository } from './package-format.ts';
import type { PackageFormat, PackageRequest } from './package-format.ts';

/** One release of a package. */
type Release = {
  readonly archive: Buffer;
  readonly manifest: Buffer;
  /** What the publisher says of it: author, repositories … */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** ISO 8601. */
  readonly publishedAt: string;
};

/** A package, whose identifier is `scope.name`, with its releases by version. */
type SwiftPackage = { readonly scope: string; readonly name: string; readonly releases: ReadonlyMap<string, Release> };

/** Packages by identifier in lower case. */
type Shelf = Map<string, SwiftPackage>;

const publisherMetadata = z.looseObject({ repositoryURLs: z.array(z.string()).optional() });

const packagePath =
  /^([a-z0-9](?:-?[a-z0-9]){0,38})\/([a-z0-9](?:[-_]?[a-z0-9]){0,99})(?:\/(\d+\.\d+\.\d+[\w.+-]*?)(\.zip|\/Package\.swift)?)?$/i;

/** The version of the protocol that every answer names. */
const CONTENT_VERSION = { 'content-version': '1' };

/** Serves Swift's package registry service (SwiftPM documentation, "Swift Package Registry Service Specification"). */
export function createSwiftFormat(now: () => number): PackageFormat {
  const sample = helloSourceArchive('HelloCodeArtifact');
  const release: Release = {
    archive: sample,
    manifest: manifestIn(sample) ?? Buffer.alloc(0),
    metadata: { description: 'Shows that a package came through CodeArtifact' },
    publishedAt: '2024-01-01T00:00:00.000Z',
  };
  const shelfOf = perRepository<Shelf>(
    () =>
      new Map([
        [
          'example.hello-codeartifact',
          { scope: 'example', name: 'hello-codeartifact', releases: new Map([['1.0.0', release]]) },
        ],
      ]),
  );
  return (request) => {
    const shelf = shelfOf(request.repository);
    // That the token is good has been found out already, which is all that a login asks.
    if (request.method === 'POST' && request.path === 'login') return reply(200, 'text/plain', '', CONTENT_VERSION);
    if (request.method === 'GET' && request.path === 'identifiers') return identifiers(request, shelf);
    const path = request.path.replace(/\.json$/, '');
    const [, scope, name, version, asset] = packagePath.exec(path) ?? [];
    if (scope === undefined || name === undefined) return problem(404, 'No such resource');
    if (request.method === 'PUT' && version !== undefined && asset === undefined) {
      return publish(request, shelf, { scope, name, version }, now);
    }
    if (request.method !== 'GET')
      return problem(405, `${request.method} is not supported`, { allow: 'GET, HEAD, PUT' });
    const pack = shelf.get(`${scope}.${name}`.toLowerCase());
    if (pack === undefined) return problem(404, `Package '${scope}.${name}' was not found`);
    return version === undefined ? releasesOf(pack, request.url) : readRelease(pack, version, asset, request.url);
  };
}

function releasesOf(pack: SwiftPackage, url: string): Reply {
  const versions = [...pack.releases.keys()];
  const addressed = versions.map((version) => [version, { url: releaseUrl(pack, version, url) }] as const);
  return jsonReply(200, { releases: Object.fromEntries(addressed) }, { ...CONTENT_VERSION, ...latestLink(pack, url) });
}

function latestLink(pack: SwiftPackage, url: string): Reply['headers'] {
  const latest = [...pack.releases.keys()].at(-1);
  return latest === undefined ? {} : { link: `<${releaseUrl(pack, latest, url)}>; rel="latest-version"` };
}

function readRelease(pack: SwiftPackage, version: string, asset: string | undefined, url: string): Reply {
  const release = pack.releases.get(version);
  if (release === undefined) return problem(404, `Package '${pack.scope}.${pack.name}' has no release ${version}`);
  const digest = createHash('sha256').update(release.archive);
  if (asset === '/Package.swift') {
    const disposition = 'attachment; filename="Package.swift"';
    return reply(200, 'text/x-swift', release.manifest, { ...CONTENT_VERSION, 'content-disposition': disposition });
  }
  if (asset === '.zip') {
    return reply(200, 'application/zip', release.archive, {
      ...CONTENT_VERSION,
      'content-disposition': `attachment; filename="${pack.name}-${version}.zip"`,
      digest: `sha-256=${digest.digest('base64')}`,
    });
  }
  return jsonReply(
    200,
    {
      id: `${pack.scope}.${pack.name}`,
      version,
      resources: [{ name: 'source-archive', type: 'application/zip', checksum: digest.digest('hex') }],
      metadata: release.metadata,
      publishedAt: release.publishedAt,
    },
    { ...CONTENT_VERSION, ...latestLink(pack, url) },
  );
}

/** The packages whose publishers named a source repository. */
function identifiers(request: PackageRequest, shelf: Shelf): Reply {
  const url = request.query.get('url');
  if (url === null) return problem(400, 'The query names no url');
  const found = [...shelf.values()].filter(({ releases }) =>
    [...releases.values()].some(({ metadata }) => {
      const parsed = publisherMetadata.safeParse(metadata);
      return parsed.success && parsed.data.repositoryURLs?.includes(url) === true;
    }),
  );
  if (found.length === 0) return problem(404, `No package is known from '${url}'`);
  return jsonReply(200, { identifiers: found.map(({ scope, name }) => `${scope}.${name}`) }, CONTENT_VERSION);
}

type Coordinates = { readonly scope: string; readonly name: string; readonly version: string };

function publish(
  request: PackageRequest,
  shelf: Shelf,
  { scope, name, version }: Coordinates,
  now: () => number,
): Reply {
  const parts = readMultipart(request.contentType, request.body) ?? [];
  const archive = parts.find((part) => part.name === 'source-archive')?.content;
  const manifest = archive === undefined ? null : manifestIn(archive);
  const metadata = publisherMetadata.safeParse(parseJson(parts.find((part) => part.name === 'metadata')?.content));
  if (archive === undefined || manifest === null) return problem(422, 'There is no source archive with a manifest');
  if (!metadata.success) return problem(422, 'The metadata is no JSON object');
  const key = `${scope}.${name}`.toLowerCase();
  const pack = shelf.get(key) ?? { scope, name, releases: new Map() };
  if (pack.releases.has(version)) return problem(409, `Release ${version} of '${scope}.${name}' exists already`);
  const release: Release = {
    archive: Buffer.from(archive),
    manifest,
    metadata: metadata.data,
    publishedAt: new Date(now()).toISOString(),
  };
  const added: SwiftPackage = { ...pack, releases: new Map(pack.releases).set(version, release) };
  shelf.set(key, added);
  return reply(201, 'text/plain', '', { ...CONTENT_VERSION, location: releaseUrl(added, version, request.url) });
}

/** An archive has one folder, with the manifest in it. */
function manifestIn(archive: Buffer): Buffer | null {
  return findFile(readZip(archive) ?? new Map(), /^[^/]+\/Package\.swift$/);
}

function releaseUrl({ scope, name }: SwiftPackage, version: string, url: string): string {
  return `${url}${scope}/${name}/${version}`;
}

function parseJson(text: Buffer | undefined): unknown {
  if (text === undefined) return {};
  try {
    return JSON.parse(text.toString());
  } catch {
    return null;
  }
}

/** A refusal as problem details (RFC 7807), whose `detail` SwiftPM shows. */
function problem(status: number, detail: string, headers: Reply['headers'] = {}): Reply {
  return reply(status, 'application/problem+json', JSON.stringify({ status, detail }), {
    ...CONTENT_VERSION,
    ...headers,
  });
}

/** The source archive of a package with one library. */
export function helloSourceArchive(module: string): Buffer {
  const manifest = [
    '// swift-tools-version:5.7',
    'import PackageDescription',
    '',
    'let package = Package(',
    `  name: "${module}",`,
    `  products: [.library(name: "${module}", targets: ["${module}"])],`,
    `  targets: [.target(name: "${module}")]`,
    ')',
    '',
  ];
  return zip([
    { path: `${module}/Package.swift`, content: manifest.join('\n') },
    {
      path: `${module}/Sources/${module}/${module}.swift`,
      content: 'public let greeting = "Hello from hello-codeartifact"\n',
    },
  ]);
}
