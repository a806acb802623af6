import { reply } from '../../reply.ts';
import type { Reply } from '../../reply.ts';
import type { NugetPackage } from './package.ts';
import { nupkgUrl } from './v3.ts';
import type { PackageRequest } from '../package-format.ts';

const DATA = 'http://schemas.microsoft.com/ado/2007/08/dataservices';
const NAMESPACES = `xmlns="http://www.w3.org/2005/Atom" xmlns:d="${DATA}" xmlns:m="${DATA}/metadata"`;

/**
 * The v2 feed (OData 2 as Atom). CodeArtifact itself speaks v3 alone; this is here for the NuGet 2.8 of mono, which knows
 * nothing newer and takes the address of any source for the root of such a feed. Null for a path that the feed hasn't.
 */
export function readFeed(
  packages: readonly (readonly NugetPackage[])[],
  path: string,
  request: PackageRequest,
): Reply | null {
  if (path === '$metadata') return reply(200, 'application/xml', metadata());
  if (path === 'FindPackagesById()') {
    const id = unquoted(request.query.get('id') ?? '').toLowerCase();
    const versions = packages.find(([first]) => first?.id.toLowerCase() === id) ?? [];
    const latestOnly = request.query.get('$filter')?.includes('IsLatestVersion') === true;
    return atom([
      `<feed ${NAMESPACES}>`,
      '<title type="text">FindPackagesById</title>',
      ...versions.slice(latestOnly ? -1 : 0).map((pack) => entry(pack, versions.at(-1) === pack, request.url)),
      '</feed>',
    ]);
  }
  const [, id = '', version] = /^Packages\(Id='([^']+)',Version='([^']+)'\)$/.exec(path) ?? [];
  const versions = packages.find(([first]) => first?.id.toLowerCase() === id.toLowerCase()) ?? [];
  const found = versions.find((pack) => pack.version === version);
  return found === undefined ? null : atom([entry(found, versions.at(-1) === found, request.url, ` ${NAMESPACES}`)]);
}

/** Which queries the feed knows; a client that resolves dependencies asks. */
function metadata(): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx">',
    `<edmx:DataServices m:DataServiceVersion="2.0" xmlns:m="${DATA}/metadata">`,
    '<Schema Namespace="NuGetGallery" xmlns="http://schemas.microsoft.com/ado/2006/04/edm">',
    '<EntityType Name="V2FeedPackage" m:HasStream="true">',
    '<Key><PropertyRef Name="Id" /><PropertyRef Name="Version" /></Key>',
    '<Property Name="Id" Type="Edm.String" Nullable="false" />',
    '<Property Name="Version" Type="Edm.String" Nullable="false" />',
    '</EntityType>',
    '<EntityContainer Name="FeedContext" m:IsDefaultEntityContainer="true">',
    '<EntitySet Name="Packages" EntityType="NuGetGallery.V2FeedPackage" />',
    '<FunctionImport Name="FindPackagesById" EntitySet="Packages" m:HttpMethod="GET"',
    ' ReturnType="Collection(NuGetGallery.V2FeedPackage)">',
    '<Parameter Name="id" Type="Edm.String" />',
    '</FunctionImport>',
    '</EntityContainer>',
    '</Schema></edmx:DataServices></edmx:Edmx>',
    '',
  ].join('\n');
}

/** Texts of a nuspec are still escaped as XML. */
function entry(pack: NugetPackage, isLatest: boolean, url: string, namespaces = ''): string {
  const key = `${url}Packages(Id='${pack.id}',Version='${pack.version}')`;
  const dependencies = pack.dependencies.map(({ id, range, framework }) => `${id}:${range}:${framework}`).join('|');
  return [
    `<entry${namespaces}>`,
    `<id>${key}</id>`,
    '<category term="NuGetGallery.V2FeedPackage"',
    ' scheme="http://schemas.microsoft.com/ado/2007/08/dataservices/scheme" />',
    `<title type="text">${pack.id}</title>`,
    '<updated>2024-01-01T00:00:00Z</updated>',
    `<author><name>${pack.authors}</name></author>`,
    `<content type="application/zip" src="${nupkgUrl(pack, url)}" />`,
    '<m:properties>',
    `<d:Id>${pack.id}</d:Id>`,
    `<d:Version>${pack.version}</d:Version>`,
    `<d:Dependencies>${dependencies}</d:Dependencies>`,
    `<d:Description>${pack.description}</d:Description>`,
    `<d:IsLatestVersion m:type="Edm.Boolean">${isLatest}</d:IsLatestVersion>`,
    `<d:IsAbsoluteLatestVersion m:type="Edm.Boolean">${isLatest}</d:IsAbsoluteLatestVersion>`,
    `<d:PackageHash>${pack.sha512}</d:PackageHash>`,
    '<d:PackageHashAlgorithm>SHA512</d:PackageHashAlgorithm>',
    `<d:PackageSize m:type="Edm.Int64">${pack.content.length}</d:PackageSize>`,
    '<d:Published m:type="Edm.DateTime">2024-01-01T00:00:00Z</d:Published>',
    '<d:RequireLicenseAcceptance m:type="Edm.Boolean">false</d:RequireLicenseAcceptance>',
    '</m:properties>',
    '</entry>',
  ].join('\n');
}

function atom(lines: readonly string[]): Reply {
  return reply(
    200,
    'application/atom+xml;charset=utf-8',
    ['<?xml version="1.0" encoding="utf-8"?>', ...lines, ''].join('\n'),
    {
      dataserviceversion: '2.0;',
    },
  );
}

/** A text in OData's single quotes. */
function unquoted(text: string): string {
  return text.replace(/^'(.*)'$/s, '$1').replaceAll("''", "'");
}
