import { createHash } from 'node:crypto';
import { findFile } from '../../archives/archive-entry.ts';
import { readZip } from '../../archives/read-zip.ts';
import { zip } from '../../archives/zip.ts';

type Dependency = { readonly id: string; readonly range: string; readonly framework: string };

/** A package as its `.nupkg` describes it. */
export type NugetPackage = {
  readonly id: string;
  /** Normalised: three or four numbers without leading zeros, no build metadata. */
  readonly version: string;
  readonly description: string;
  readonly authors: string;
  readonly dependencies: readonly Dependency[];
  readonly nuspec: Buffer;
  readonly content: Buffer;
  /** Base64, as NuGet writes digests. */
  readonly sha512: string;
};

/** A package with a nuspec, the parts that the Open Packaging Conventions ask for, and a text. */
export function helloNupkg(id: string, version: string): Buffer {
  const nuspec = xml(
    '<package xmlns="http://schemas.microsoft.com/packaging/2010/07/nuspec.xsd">',
    '  <metadata>',
    `    <id>${id}</id>`,
    `    <version>${version}</version>`,
    '    <authors>Example</authors>',
    '    <requireLicenseAcceptance>false</requireLicenseAcceptance>',
    '    <description>Shows that a package came through CodeArtifact</description>',
    '  </metadata>',
    '</package>',
  );
  const contentTypes = xml(
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">',
    '  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />',
    '  <Default Extension="nuspec" ContentType="application/octet" />',
    '  <Default Extension="txt" ContentType="application/octet" />',
    '</Types>',
  );
  const relationships = xml(
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">',
    `  <Relationship Id="manifest" Target="/${id}.nuspec"`,
    '    Type="http://schemas.microsoft.com/packaging/2010/07/manifest" />',
    '</Relationships>',
  );
  return zip([
    { path: '[Content_Types].xml', content: contentTypes },
    { path: '_rels/.rels', content: relationships },
    { path: `${id}.nuspec`, content: nuspec },
    { path: 'content/hello.txt', content: `Hello from ${id}\n` },
  ]);
}

/** Null when the bytes are no package, or one without a good id and version. */
export function readNupkg(content: Buffer): NugetPackage | null {
  const nuspec = findFile(readZip(content) ?? new Map(), /^[^/]+\.nuspec$/i);
  if (nuspec === null) return null;
  const text = nuspec.toString();
  const id = element(text, 'id');
  const version = normalisedVersion(element(text, 'version'));
  if (!/^\w+(?:[.-]\w+)*$/.test(id) || version === null) return null;
  return {
    id,
    version,
    description: element(text, 'description'),
    authors: element(text, 'authors'),
    dependencies: dependenciesIn(text),
    nuspec,
    content,
    sha512: createHash('sha512').update(content).digest('base64'),
  };
}

/** `1.00.0.0+build` is `1.0.0`; null when the text is no version. */
export function normalisedVersion(text: string): string | null {
  const [, numbers, label = ''] = /^(\d+(?:\.\d+){0,3})(-[0-9A-Za-z.-]+)?(?:\+.*)?$/.exec(text) ?? [];
  if (numbers === undefined) return null;
  const [major = 0, minor = 0, patch = 0, revision = 0] = numbers.split('.').map(Number);
  return `${[major, minor, patch, ...(revision === 0 ? [] : [revision])].join('.')}${label}`;
}

/** The still escaped text of the first such element. */
function element(text: string, name: string): string {
  return new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`).exec(text)?.[1] ?? '';
}

function dependenciesIn(nuspec: string): readonly Dependency[] {
  const found: Dependency[] = [];
  let framework = '';
  for (const [, tag, attributes = ''] of nuspec.matchAll(/<(\/?group|dependency)\b([^>]*)>/g)) {
    if (tag === 'dependency') {
      found.push({ id: attribute(attributes, 'id'), range: attribute(attributes, 'version'), framework });
    } else {
      framework = tag === 'group' && !attributes.endsWith('/') ? attribute(attributes, 'targetFramework') : '';
    }
  }
  return found;
}

function attribute(attributes: string, name: string): string {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
}

function xml(...lines: readonly string[]): string {
  return ['<?xml version="1.0" encoding="utf-8"?>', ...lines, ''].join('\n');
}
