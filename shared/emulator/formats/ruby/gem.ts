import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readTar, tar, tarGz } from '../../archives/tar.ts';

/** An operator and a version, such as `>=` and `1.0`. */
type Constraint = readonly [string, string];

/** A gem as its own metadata describes it. */
export type RubyGem = {
  readonly name: string;
  readonly version: string;
  readonly platform: string;
  readonly summary: string;
  readonly requiredRuby: readonly Constraint[];
  /** Those needed at run time. */
  readonly dependencies: readonly { readonly name: string; readonly constraints: readonly Constraint[] }[];
  readonly content: Buffer;
};

/** Most that a gem's metadata may unpack to. */
const LARGEST_METADATA = 10 * 1024 * 1024;

/** A gem with one file, built as `gem build` builds it. */
export function helloGem(name: string, version: string): Buffer {
  const module = name.replaceAll('-', '_');
  const anyVersion = ['  requirements:', '  - - ">="', '    - !ruby/object:Gem::Version', "      version: '0'"];
  const metadata = lines(
    '--- !ruby/object:Gem::Specification',
    `name: ${name}`,
    'version: !ruby/object:Gem::Version',
    `  version: ${version}`,
    'platform: ruby',
    'authors:',
    '- Example',
    'bindir: bin',
    'date: 2024-01-01 00:00:00.000000000 Z',
    'dependencies: []',
    'executables: []',
    'extensions: []',
    'files:',
    `- lib/${module}.rb`,
    'licenses:',
    '- MIT',
    'metadata: {}',
    'require_paths:',
    '- lib',
    'required_ruby_version: !ruby/object:Gem::Requirement',
    ...anyVersion,
    'required_rubygems_version: !ruby/object:Gem::Requirement',
    ...anyVersion,
    'rubygems_version: 3.3.15',
    'specification_version: 4',
    'summary: Shows that a package came through CodeArtifact',
  );
  const source = `GREETING = "Hello from ${name}"\n`;
  const parts = [
    { path: 'metadata.gz', content: gzipSync(metadata, { level: 9 }) },
    { path: 'data.tar.gz', content: tarGz([{ path: `lib/${module}.rb`, content: source }]) },
  ];
  const digests = parts.map(({ path, content }) => `  ${path}: ${createHash('sha256').update(content).digest('hex')}`);
  const checksums = gzipSync(lines('---', 'SHA256:', ...digests), { level: 9 });
  return tar([...parts, { path: 'checksums.yaml.gz', content: checksums }]);
}

/** Null when the bytes are no gem with name and version. */
export function readGem(content: Buffer): RubyGem | null {
  const metadata = readMetadata(content);
  if (metadata === null) return null;
  const name = scalar(metadata, /^name: (.+)$/m);
  const version = scalar(metadata, /^version: !ruby\/object:Gem::Version\n {2}version: (.+)$/m);
  const platform = scalar(metadata, /^platform: (.+)$/m);
  if (!/^[\w.-]+$/.test(name) || !/^\d[\w.]*$/.test(version) || !/^[\w.-]+$/.test(platform)) return null;
  return {
    name,
    version,
    platform,
    summary: scalar(metadata, /^summary: (.+)$/m),
    requiredRuby: constraintsIn(section(metadata, 'required_ruby_version')),
    dependencies: dependenciesIn(section(metadata, 'dependencies')),
    content,
  };
}

/** `NAME-VERSION`, with the platform unless it is any. */
export function fullName({ name, version, platform }: RubyGem): string {
  return `${name}-${version}${platform === 'ruby' ? '' : `-${platform}`}`;
}

function readMetadata(content: Buffer): string | null {
  const packed = readTar(content)?.get('metadata.gz');
  if (packed === undefined) return null;
  try {
    return gunzipSync(packed, { maxOutputLength: LARGEST_METADATA }).toString();
  } catch {
    return null;
  }
}

/** Metadata is YAML, but always as Ruby's own emitter lays it out, so that its lines can be told by their indentation. */
function section(metadata: string, key: string): string {
  return new RegExp(`^${key}:.*\\n((?:[ -].*\\n)*)`, 'm').exec(metadata)?.[0] ?? '';
}

function dependenciesIn(dependencies: string): RubyGem['dependencies'] {
  const [, ...items] = dependencies.split(/^- !ruby\/object:Gem::Dependency$/m);
  return items.flatMap((item) => {
    const [requirement = '', rest = ''] = item.split(/^ {2}type: :/m);
    if (!rest.startsWith('runtime')) return [];
    return [{ name: scalar(requirement, /^ {2}name: (.+)$/m), constraints: constraintsIn(requirement) }];
  });
}

function constraintsIn(requirement: string): readonly Constraint[] {
  const pairs = requirement.matchAll(/- - (\S+)\n\s+- !ruby\/object:Gem::Version\n\s+version: (.+)$/gm);
  return [...pairs].map(([, operator = '', version = '']) => [unquoted(operator), unquoted(version)]);
}

function scalar(text: string, pattern: RegExp): string {
  return unquoted(pattern.exec(text)?.[1] ?? '');
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}

function lines(...texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
