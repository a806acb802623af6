import { z } from 'zod';
import { jsonReply, messageReply, reply } from '../reply.ts';
import type { Reply } from '../reply.ts';
import { packument, sampleNpmPackage, tarballName } from './npm-packages.ts';
import type { NpmPackage } from './npm-packages.ts';
import type { PackageFormat, PackageRequest } from './package-format.ts';

/** What `npm publish` puts: one new version with its tarball (libnpmpublish 11). */
const publication = z.object({
  name: z.string(),
  'dist-tags': z.record(z.string(), z.string()).default({}),
  versions: z.record(z.string(), z.looseObject({})),
  _attachments: z.record(z.string(), z.object({ data: z.base64() })),
});

const packagePath = /^((?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~_][\w.~-]*)(?:\/-\/([^/]+))?$/i;

/** Serves the npm registry protocol: metadata, tarballs, ping and publish. */
export function createNpmFormat(now: () => number): PackageFormat {
  // By repository and name, since what is published to one repository is in no other.
  const published = new Map<string, NpmPackage>();

  function find(repository: string, name: string): NpmPackage | null {
    return published.get(`${repository} ${name}`) ?? sampleNpmPackage(name);
  }

  function publish(request: PackageRequest, name: string): Reply {
    const document = publication.safeParse(parseJson(request.body));
    if (!document.success || document.data.name !== name) {
      return messageReply(400, `Not a publication of '${name}'`);
    }
    const { versions: manifests, _attachments: attachments, 'dist-tags': newTags } = document.data;
    const [[version, manifest] = [], ...others] = Object.entries(manifests);
    const [attachment] = Object.values(attachments);
    if (version === undefined || manifest === undefined || attachment === undefined || others.length > 0) {
      return messageReply(400, `Not one version of '${name}' with its tarball`);
    }
    const existing = find(request.repository, name);
    if (existing?.versions.has(version) === true) {
      return messageReply(409, `Version ${version} of '${name}' exists already`);
    }
    const tarball = Buffer.from(attachment.data, 'base64');
    const added = { manifest, tarball, publishedAt: new Date(now()).toISOString() };
    const versions = new Map(existing?.versions).set(version, added);
    const tags = { ...existing?.tags, ...newTags };
    published.set(`${request.repository} ${name}`, { name, tags, versions });
    return jsonReply(200, { ok: true });
  }

  return (request) => {
    if (request.method === 'GET' && request.path === '-/ping') return jsonReply(200, {});
    const [, name, file] = packagePath.exec(request.path) ?? [];
    if (name === undefined) return messageReply(404, 'No such resource');
    if (request.method === 'PUT' && file === undefined) return publish(request, name);
    if (request.method !== 'GET')
      return messageReply(405, `${request.method} is not supported`, { allow: 'GET, HEAD, PUT' });
    const pack = find(request.repository, name);
    if (pack === null) return messageReply(404, `Package '${name}' was not found`);
    return file === undefined ? jsonReply(200, packument(pack, request.url)) : tarballReply(pack, file);
  };
}

function tarballReply(pack: NpmPackage, file: string): Reply {
  const found = [...pack.versions].find(([version]) => tarballName(pack.name, version) === file);
  if (found === undefined) return messageReply(404, `Package '${pack.name}' has no file '${file}'`);
  return reply(200, 'application/octet-stream', found[1].tarball);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}
