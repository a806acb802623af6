import { jsonReply, reply } from '../../reply.ts';
import type { Reply } from '../../reply.ts';
import type { PackageRequest } from '../package-format.ts';
import type { NugetPackage } from './package.ts';

/** The service index: where the resources of the v3 protocol are, all below the endpoint. */
export function serviceIndex(url: string): Reply {
  const resources = [
    ['PackageBaseAddress/3.0.0', 'v3/flatcontainer/'],
    // NuGet takes no other for granted: 3.4 and 5.8 fail when they find neither this one nor `/Versioned`.
    ['RegistrationsBaseUrl/3.4.0', 'v3/registration/'],
    ['RegistrationsBaseUrl/3.6.0', 'v3/registration/'],
    ['SearchQueryService', 'v3/query'],
    ['PackagePublish/2.0.0', 'v3/package'],
  ];
  return jsonReply(200, {
    version: '3.0.0',
    resources: resources.map(([type, path]) => ({ '@id': `${url}${path}`, '@type': type })),
  });
}

/** Answers below a package's flat container: the list of versions, a `.nupkg` or a `.nuspec`; null for anything else. */
export function flatContainer(versions: readonly NugetPackage[], path: string): Reply | null {
  if (path === 'index.json') return jsonReply(200, { versions: versions.map(({ version }) => version.toLowerCase()) });
  const lower = path.toLowerCase();
  for (const pack of versions) {
    const folder = pack.version.toLowerCase();
    const id = pack.id.toLowerCase();
    if (lower === `${folder}/${id}.${folder}.nupkg`) return reply(200, 'application/octet-stream', pack.content);
    if (lower === `${folder}/${id}.nuspec`) return reply(200, 'text/xml', pack.nuspec);
  }
  return null;
}

/** Answers below a package's registration: all versions on one page, or one version; null for anything else. */
export function registration(versions: readonly NugetPackage[], path: string, url: string): Reply | null {
  const [first] = versions;
  if (first === undefined) return null;
  const base = `${url}v3/registration/${first.id.toLowerCase()}/`;
  const leaves = versions.map((pack) => leafOf(pack, base, url));
  if (path !== 'index.json') {
    const leaf = leaves.find((candidate) => candidate['@id'] === `${base}${path.toLowerCase()}`);
    return leaf === undefined ? null : jsonReply(200, leaf);
  }
  const page = {
    '@id': `${base}index.json#page`,
    count: leaves.length,
    lower: first.version,
    upper: versions.at(-1)?.version,
    items: leaves,
  };
  return jsonReply(200, { '@id': `${base}index.json`, count: 1, items: [page] });
}

/** Packages whose id contains the words, each with its versions. */
export function search(packages: readonly (readonly NugetPackage[])[], request: PackageRequest): Reply {
  const words = (request.query.get('q') ?? '').toLowerCase();
  const found = packages.filter(([first]) => first?.id.toLowerCase().includes(words));
  const skip = Number(request.query.get('skip') ?? 0);
  const data = found.slice(skip, skip + Number(request.query.get('take') ?? 20)).flatMap((versions) => {
    const latest = versions.at(-1);
    if (latest === undefined) return [];
    const base = `${request.url}v3/registration/${latest.id.toLowerCase()}/`;
    return [
      {
        '@id': `${base}index.json`,
        registration: `${base}index.json`,
        id: latest.id,
        version: latest.version,
        description: latest.description,
        versions: versions.map(({ version }) => ({
          '@id': `${base}${version.toLowerCase()}.json`,
          version,
          downloads: 0,
        })),
      },
    ];
  });
  return jsonReply(200, { totalHits: found.length, data });
}

/** Address of a `.nupkg` in the flat container. */
export function nupkgUrl({ id, version }: NugetPackage, url: string): string {
  const [name, folder] = [id.toLowerCase(), version.toLowerCase()];
  return `${url}v3/flatcontainer/${name}/${folder}/${name}.${folder}.nupkg`;
}

function leafOf(pack: NugetPackage, base: string, url: string): Readonly<Record<string, unknown>> {
  const leaf = `${base}${pack.version.toLowerCase()}.json`;
  const packageContent = nupkgUrl(pack, url);
  const frameworks = [...new Set(pack.dependencies.map(({ framework }) => framework))];
  return {
    '@id': leaf,
    packageContent,
    registration: `${base}index.json`,
    catalogEntry: {
      '@id': leaf,
      id: pack.id,
      version: pack.version,
      description: pack.description,
      authors: pack.authors,
      listed: true,
      packageContent,
      dependencyGroups: frameworks.map((framework) => ({
        ...(framework === '' ? {} : { targetFramework: framework }),
        dependencies: pack.dependencies
          .filter((dependency) => dependency.framework === framework)
          .map(({ id, range }) => ({ id, range })),
      })),
    },
  };
}
