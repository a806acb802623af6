import { deflateSync, gzipSync } from 'node:zlib';
import { marshal } from './marshal.ts';
import type { RubyValue } from './marshal.ts';
import type { RubyGem } from './gem.ts';

/** The three lists of what there is: name, version and platform of each gem. */
export type SpecsList = 'specs' | 'latest_specs' | 'prerelease_specs';

/** Such a list, packed, from the versions of every gem. */
export function specsList(list: SpecsList, gems: readonly (readonly RubyGem[])[]): Buffer {
  const listed = gems.flatMap((versions) => {
    const released = versions.filter((gem) => !isPrerelease(gem));
    if (list === 'prerelease_specs') return versions.filter(isPrerelease);
    return list === 'specs' ? released : released.slice(-1);
  });
  return gzipSync(marshal(listed.map(({ name, version, platform }) => [name, rubyVersion(version), platform])));
}

/** What the Dependencies API says of gems. */
export function dependencyList(gems: readonly RubyGem[]): Buffer {
  return marshal(
    gems.map(({ name, version, platform, dependencies }) =>
      symbolHash({
        name,
        number: version,
        platform,
        dependencies: dependencies.map((dependency) => [
          dependency.name,
          dependency.constraints.map((constraint) => constraint.join(' ')).join(', '),
        ]),
      }),
    ),
  );
}

/** A gem's specification without its files, packed, as `Gem::Specification#_dump` lays it out (RubyGems 3.3). */
export function quickSpec(gem: RubyGem): Buffer {
  const fields: readonly RubyValue[] = [
    '3.3.15', // version of RubyGems
    4, // of the specification
    gem.name,
    rubyVersion(gem.version),
    null, // date
    gem.summary,
    rubyRequirement(gem.requiredRuby),
    rubyRequirement([]),
    gem.platform,
    gem.dependencies.map(({ name, constraints }) => ({
      object: 'Gem::Dependency',
      variables: {
        '@name': name,
        '@requirement': rubyRequirement(constraints),
        '@type': { symbol: 'runtime' },
        '@prerelease': false,
      },
    })),
    '', // project at RubyForge
    null, // email
    [], // authors
    null, // description
    null, // homepage
    true, // has documentation
    gem.platform,
    [], // licenses
    { hash: [] },
  ];
  return deflateSync(marshal({ dumped: 'Gem::Specification', bytes: marshal(fields) }));
}

/** A version with a letter is a prerelease. */
function isPrerelease({ version }: RubyGem): boolean {
  return /[a-z]/i.test(version);
}

function rubyVersion(version: string): RubyValue {
  return { marshalled: 'Gem::Version', value: [version] };
}

function rubyRequirement(constraints: RubyGem['requiredRuby']): RubyValue {
  const some = constraints.length === 0 ? ([['>=', '0']] as const) : constraints;
  return {
    marshalled: 'Gem::Requirement',
    value: [some.map(([operator, version]) => [operator, rubyVersion(version)])],
  };
}

function symbolHash(fields: Readonly<Record<string, RubyValue>>): RubyValue {
  return { hash: Object.entries(fields).map(([key, value]) => [{ symbol: key }, value] as const) };
}
