import { messageReply, reply } from '../../reply.ts';
import type { Reply } from '../../reply.ts';
import { perRepository } from '../package-format.ts';
import type { PackageFormat, PackageRequest } from '../package-format.ts';
import { fullName, helloGem, readGem } from './gem.ts';
import type { RubyGem } from './gem.ts';
import { dependencyList, quickSpec, specsList } from './gem-index.ts';
import type { SpecsList } from './gem-index.ts';

/** Versions by name, in order of publishing. */
type Shelf = Map<string, readonly RubyGem[]>;

const BINARY = 'application/octet-stream';

/** Serves the Dependencies API and the full index, as CodeArtifact does, but no compact index (`versions`, `info/…`). */
export function createRubyFormat(): PackageFormat {
  const sample = readGem(helloGem('hello-codeartifact', '1.0.0'));
  if (sample === null) throw new Error('The sample gem is none');
  const shelfOf = perRepository<Shelf>(() => new Map([[sample.name, [sample]]]));
  return (request) => {
    const shelf = shelfOf(request.repository);
    if (request.method === 'POST' && request.path === 'api/v1/gems') return push(request, shelf);
    if (request.method !== 'GET') {
      return messageReply(405, `${request.method} is not supported`, { allow: 'GET, HEAD, POST' });
    }
    const content = read(request, shelf);
    return content === null ? messageReply(404, `'${request.path}' was not found`) : reply(200, BINARY, content);
  };
}

function read({ path, query }: PackageRequest, shelf: Shelf): Buffer | null {
  const [, list] = /^((?:latest_|prerelease_)?specs)\.4\.8\.gz$/.exec(path) ?? [];
  if (list !== undefined) return specsList(list as SpecsList, [...shelf.values()]);
  if (path === 'api/v1/dependencies') {
    const names = (query.get('gems') ?? '').split(',');
    return dependencyList(names.flatMap((name) => shelf.get(name) ?? []));
  }
  const [, quick, file] = /^(?:quick\/Marshal\.4\.8\/([^/]+)\.gemspec\.rz|gems\/([^/]+)\.gem)$/.exec(path) ?? [];
  const gem = [...shelf.values()].flat().find((candidate) => fullName(candidate) === (quick ?? file));
  if (gem === undefined) return null;
  return quick === undefined ? gem.content : quickSpec(gem);
}

/** RubyGems prints the answer as it is. */
function push({ body }: PackageRequest, shelf: Shelf): Reply {
  const gem = readGem(body);
  if (gem === null) return reply(400, 'text/plain', 'Not a gem with its name and version');
  const others = shelf.get(gem.name) ?? [];
  const existing = others.find((candidate) => fullName(candidate) === fullName(gem));
  if (existing !== undefined && !existing.content.equals(gem.content)) {
    return reply(409, 'text/plain', `${fullName(gem)} exists already`);
  }
  if (existing === undefined) shelf.set(gem.name, [...others, gem]);
  return reply(200, 'text/plain', `Successfully registered gem: ${gem.name} (${gem.version})`);
}
