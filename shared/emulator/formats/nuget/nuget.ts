import { readMultipart } from '../../multipart.ts';
import { messageReply, reply } from '../../reply.ts';
import type { Reply } from '../../reply.ts';
import { helloNupkg, readNupkg } from './package.ts';
import type { NugetPackage } from './package.ts';
import { readFeed } from './v2.ts';
import { flatContainer, registration, search, serviceIndex } from './v3.ts';
import { perRepository } from '../package-format.ts';
import type { PackageFormat, PackageRequest } from '../package-format.ts';

/** Versions by id in lower case, in order of publishing. */
type Shelf = Map<string, readonly NugetPackage[]>;

const SERVICE_INDEX = 'v3/index.json';
const PUBLISH = 'v3/package';

/**
 * Serves NuGet's v3 protocol, and the v2 feed that mono's client needs, both at the endpoint and below the service
 * index, whichever a source names. A push shows its token like a download; its API key, if any, is not looked at.
 */
export function createNugetFormat(): PackageFormat {
  const sample = readNupkg(helloNupkg('hello-codeartifact', '1.0.0'));
  if (sample === null) throw new Error('The sample package is none');
  const shelfOf = perRepository<Shelf>(() => new Map([['hello-codeartifact', [sample]]]));
  return (request) => {
    const shelf = shelfOf(request.repository);
    const path = request.path.replace(/\/$/, '');
    // Version 2.8 pushes to the source itself.
    if (request.method === 'PUT' && ['', SERVICE_INDEX, PUBLISH].includes(path)) return push(request, shelf);
    if (request.method !== 'GET') {
      return messageReply(405, `${request.method} is not supported`, { allow: 'GET, HEAD, PUT' });
    }
    return read(path, request, shelf) ?? messageReply(404, `'${request.path}' was not found`);
  };
}

function read(path: string, request: PackageRequest, shelf: Shelf): Reply | null {
  if (path === SERVICE_INDEX) return serviceIndex(request.url);
  if (path === 'v3/query') return search([...shelf.values()], request);
  const [, resource, id = '', rest = ''] = /^v3\/(flatcontainer|registration)\/([^/]+)\/(.+)$/.exec(path) ?? [];
  if (resource !== undefined) {
    const versions = shelf.get(id.toLowerCase());
    if (versions === undefined) return null;
    return resource === 'flatcontainer' ? flatContainer(versions, rest) : registration(versions, rest, request.url);
  }
  return readFeed([...shelf.values()], path.replace(`${SERVICE_INDEX}/`, ''), request);
}

function push(request: PackageRequest, shelf: Shelf): Reply {
  const [part] = readMultipart(request.contentType, request.body) ?? [];
  const pack = part === undefined ? null : readNupkg(Buffer.from(part.content));
  if (pack === null) return messageReply(400, 'Not a package with its id and version');
  const key = pack.id.toLowerCase();
  const others = shelf.get(key) ?? [];
  const existing = others.find(({ version }) => version.toLowerCase() === pack.version.toLowerCase());
  if (existing !== undefined && existing.sha512 !== pack.sha512) {
    return messageReply(409, `${pack.id} ${pack.version} exists already`);
  }
  if (existing === undefined) shelf.set(key, [...others, pack]);
  return reply(201, 'text/plain', '');
}
