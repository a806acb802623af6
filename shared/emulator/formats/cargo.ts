import { createHash } from 'node:crypto';
import { z } from 'zod';
import { tarGz } from '../archives/tar.ts';
import { jsonReply, messageReply, reply } from '../reply.ts';
import type { Reply } from '../reply.ts';
import { perRepository } from './package-format.ts';
import type { PackageFormat, PackageRequest } from './package-format.ts';

/** One version in the index, and its `.crate`. */
type CrateVersion = {
  readonly entry: { readonly name: string; readonly vers: string } & Readonly<Record<string, unknown>>;
  readonly crate: Buffer;
};

/** Versions by crate name, folded. */
type Shelf = Map<string, readonly CrateVersion[]>;

/** A dependency as `cargo publish` sends it (Cargo reference, registry web API). */
const sentDependency = z.object({
  name: z.string(),
  version_req: z.string(),
  features: z.array(z.string()).default([]),
  optional: z.boolean().default(false),
  default_features: z.boolean().default(true),
  target: z.string().nullish(),
  kind: z.string().nullish(),
  registry: z.string().nullish(),
  explicit_name_in_toml: z.string().nullish(),
});

const publication = z.object({
  name: z.string().regex(/^[a-z][\w-]{0,63}$/i),
  vers: z.string().regex(/^\d+\.\d+\.\d+[\w.+-]*$/),
  deps: z.array(sentDependency),
  features: z.record(z.string(), z.array(z.string())).default({}),
  links: z.string().nullish(),
  rust_version: z.string().nullish(),
});

/** Serves a sparse index, which is below the endpoint itself, and the registry web API: download and publish. */
export function createCargoFormat(): PackageFormat {
  const sample = helloCrate('hello-codeartifact', '1.0.0');
  const entry = indexEntry({ name: 'hello-codeartifact', vers: '1.0.0', deps: [], features: {} }, sample);
  const shelfOf = perRepository<Shelf>(() => new Map([['hello-codeartifact', [{ entry, crate: sample }]]]));
  return (request) => {
    const shelf = shelfOf(request.repository);
    if (request.method === 'PUT' && request.path === 'api/v1/crates/new') return publish(request, shelf);
    if (request.method === 'GET') return read(request, shelf);
    return messageReply(405, `${request.method} is not supported`, { allow: 'GET, HEAD, PUT' });
  };
}

function read({ path, url }: PackageRequest, shelf: Shelf): Reply {
  if (path === 'config.json') {
    // A `dl` without placeholders is completed with "/NAME/VERSION/download".
    return jsonReply(200, { dl: `${url}api/v1/crates`, api: url.replace(/\/$/, ''), 'auth-required': true });
  }
  const [, name, version] = /^api\/v1\/crates\/([^/]+)\/([^/]+)\/download$/.exec(path) ?? [];
  if (name !== undefined) {
    const found = shelf.get(folded(name))?.find(({ entry }) => entry.vers === version);
    return found === undefined ? absent(path) : reply(200, 'application/x-tar', found.crate);
  }
  const versions = shelf.get(folded(path.slice(path.lastIndexOf('/') + 1)));
  const [{ entry: { name: indexed } } = { entry: { name: '' } }] = versions ?? [];
  if (versions === undefined || path !== indexPath(indexed)) return absent(path);
  return reply(200, 'text/plain', versions.map(({ entry }) => `${JSON.stringify(entry)}\n`).join(''));
}

function publish(request: PackageRequest, shelf: Shelf): Reply {
  const sent = splitBody(request.body);
  const metadata = sent === null ? null : publication.safeParse(sent.metadata);
  if (sent === null || metadata?.success !== true) return refusal(400, 'Not a publication of a crate');
  const { name, vers } = metadata.data;
  const existing = shelf.get(folded(name)) ?? [];
  // Build metadata tells no versions apart.
  if (existing.some(({ entry }) => entry.vers.split('+')[0] === vers.split('+')[0])) {
    return refusal(409, `crate version \`${vers}\` of \`${name}\` exists already`);
  }
  shelf.set(folded(name), [...existing, { entry: indexEntry(metadata.data, sent.crate), crate: sent.crate }]);
  return jsonReply(200, { warnings: { invalid_categories: [], invalid_badges: [], other: [] } });
}

/** A body is two blocks, each after its length in 32 bits, little-endian: JSON and the `.crate`. */
function splitBody(body: Buffer): { readonly metadata: unknown; readonly crate: Buffer } | null {
  try {
    const jsonEnd = 4 + body.readUInt32LE(0);
    const crateEnd = jsonEnd + 4 + body.readUInt32LE(jsonEnd);
    if (crateEnd !== body.length) return null;
    return { metadata: JSON.parse(body.toString('utf8', 4, jsonEnd)), crate: body.subarray(jsonEnd + 4) };
  } catch {
    return null;
  }
}

/** A line of the index (Cargo reference, registry index); it says the same as the publication in other words. */
function indexEntry(sent: z.infer<typeof publication>, crate: Buffer): CrateVersion['entry'] {
  return {
    name: sent.name,
    vers: sent.vers,
    deps: sent.deps.map(({ name, version_req: req, explicit_name_in_toml: alias, ...rest }) => ({
      ...rest,
      name: alias ?? name,
      req,
      ...(alias === undefined || alias === null ? {} : { package: name }),
    })),
    cksum: createHash('sha256').update(crate).digest('hex'),
    features: {},
    // Features may use the newer syntax; clients that know version 2 of the line read them here.
    features2: sent.features,
    yanked: false,
    links: sent.links ?? null,
    rust_version: sent.rust_version ?? null,
    v: 2,
  };
}

/** `he/ll/hello-codeartifact`; names of up to three letters lie elsewhere. Always in lower case. */
function indexPath(name: string): string {
  const file = name.toLowerCase();
  if (file.length <= 2) return `${file.length}/${file}`;
  if (file.length === 3) return `3/${file.slice(0, 1)}/${file}`;
  return `${file.slice(0, 2)}/${file.slice(2, 4)}/${file}`;
}

/** Names that differ in case or in "-" and "_" are the same crate. */
function folded(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

function absent(path: string): Reply {
  return refusal(404, `'${path}' was not found`);
}

/** What cargo shows of a refusal. */
function refusal(status: number, detail: string): Reply {
  return jsonReply(status, { errors: [{ detail }] });
}

/** A `.crate` with a library that cargo can build without anything else. */
function helloCrate(name: string, version: string): Buffer {
  const manifest = [
    '[package]',
    `name = "${name}"`,
    `version = "${version}"`,
    'edition = "2021"',
    'description = "Shows that a package came through CodeArtifact"',
    'license = "MIT"',
    '',
  ];
  const source = `pub const GREETING: &str = "Hello from ${name}";\n`;
  return tarGz([
    { path: `${name}-${version}/Cargo.toml`, content: manifest.join('\n') },
    { path: `${name}-${version}/src/lib.rs`, content: source },
  ]);
}
