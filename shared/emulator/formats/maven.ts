import { createHash } from 'node:crypto';
import { messageReply, reply } from '../reply.ts';
import type { Reply } from '../reply.ts';
import { METADATA, metadataOf, sampleArtifacts } from './maven-artifact.ts';
import { perRepository } from './package-format.ts';
import type { PackageFormat, PackageRequest } from './package-format.ts';

/** What one repository holds. */
type Shelf = {
  /** By path below the repository; checksums are worked out when asked for. */
  readonly assets: Map<string, Buffer>;
  /** Versions that can be consumed, by `group/artifact` path, in order of publishing. */
  readonly published: Map<string, readonly string[]>;
};

const checksums = new Map([
  ['.md5', 'md5'],
  ['.sha1', 'sha1'],
  ['.sha256', 'sha256'],
  ['.sha512', 'sha512'],
]);

/**
 * Serves the Maven 2 repository layout. A version that was uploaded is unfinished, thus not there for readers, until
 * a `maven-metadata.xml` of its artifact lists it (CodeArtifact user guide, "Package version status").
 */
export function createMavenFormat(): PackageFormat {
  const samples = sampleArtifacts();
  const shelfOf = perRepository<Shelf>(() => ({
    assets: new Map(samples.flatMap(({ assets }) => assets)),
    published: new Map(samples.map(({ path, version }) => [path, [version]])),
  }));
  return (request) => {
    const shelf = shelfOf(request.repository);
    if (request.method === 'GET') return read(request.path, shelf);
    if (request.method === 'PUT') return put(request, shelf);
    return messageReply(405, `${request.method} is not supported`, { allow: 'GET, HEAD, PUT' });
  };
}

function read(path: string, shelf: Shelf): Reply {
  const { file, algorithm } = splitChecksum(path);
  const content = find(file, shelf);
  if (content === null) return messageReply(404, `'${path}' was not found`);
  return algorithm === null
    ? reply(200, contentType(file), content)
    : reply(200, 'text/plain', createHash(algorithm).update(content).digest('hex'));
}

function find(path: string, shelf: Shelf): Buffer | null {
  const { parent, name } = splitPath(path);
  const versions = name === METADATA ? shelf.published.get(parent) : undefined;
  if (versions !== undefined) return metadataOf(parent, versions);
  const { parent: artifact, name: version } = splitPath(parent);
  const finished = shelf.published.get(artifact)?.includes(version) === true;
  return finished ? (shelf.assets.get(path) ?? null) : null;
}

function put({ path, body }: PackageRequest, shelf: Shelf): Reply {
  const { file, algorithm } = splitChecksum(path);
  const { parent, name } = splitPath(file);
  if (!/^[\w.+-]+(?:\/[\w.+-]+)+$/.test(parent) || name === '') return messageReply(400, `'${path}' is no asset`);
  if (algorithm !== null) return putChecksum(file, algorithm, body, shelf);
  // Metadata of a snapshot lies beside its files and is replaced with each build; that of an artifact is generated.
  if (name === METADATA) return putMetadata(file, parent, body, shelf);
  const existing = shelf.assets.get(file);
  // The same bytes again are no conflict (CodeArtifact user guide, "Overwriting package assets").
  if (existing?.equals(body) === false) return messageReply(409, `'${file}' exists already with other content`);
  shelf.assets.set(file, body);
  return created();
}

function putMetadata(file: string, parent: string, body: Buffer, shelf: Shelf): Reply {
  if (splitPath(parent).name.endsWith('-SNAPSHOT')) {
    shelf.assets.set(file, body);
    return created();
  }
  const listed = [...body.toString().matchAll(/<version>\s*([\w.+-]+)\s*<\/version>/g)].flatMap(
    (match) => match[1] ?? [],
  );
  const assets = [...shelf.assets.keys()];
  const uploaded = listed.filter((version) => assets.some((path) => path.startsWith(`${parent}/${version}/`)));
  const versions = new Set([...(shelf.published.get(parent) ?? []), ...uploaded]);
  if (versions.size > 0) shelf.published.set(parent, [...versions]);
  return created();
}

/** A checksum that doesn't fit stops the client's publishing; the guide names no status. */
function putChecksum(file: string, algorithm: string, body: Buffer, shelf: Shelf): Reply {
  // Metadata that is generated has another checksum than what was sent.
  if (splitPath(file).name === METADATA) return created();
  const content = shelf.assets.get(file);
  if (content === undefined) return messageReply(400, `There is no '${file}' yet`);
  const [sent = ''] = body.toString().trim().split(/\s/);
  const matches = createHash(algorithm).update(content).digest('hex') === sent.toLowerCase();
  return matches ? created() : messageReply(400, `The checksum of '${file}' does not match`);
}

function created(): Reply {
  return reply(201, 'text/plain', '');
}

/** An asset, and the algorithm when the path is that of its checksum. */
function splitChecksum(path: string): { readonly file: string; readonly algorithm: string | null } {
  const dot = path.lastIndexOf('.');
  const algorithm = checksums.get(path.slice(dot)) ?? null;
  return { file: algorithm === null ? path : path.slice(0, dot), algorithm };
}

function splitPath(path: string): { readonly parent: string; readonly name: string } {
  const slash = path.lastIndexOf('/');
  return { parent: path.slice(0, Math.max(slash, 0)), name: path.slice(slash + 1) };
}

function contentType(file: string): string {
  if (/\.(?:pom|xml)$/.test(file)) return 'text/xml';
  return file.endsWith('.jar') ? 'application/java-archive' : 'application/octet-stream';
}
