/**
 * Names by which clients know public registries themselves. A credential is looked up by the name, so that one under such a name goes
 * to the public registry, or to whatever a project takes for it.
 */
const PUBLIC_NAMES = {
  'crates.io': /^crates[-_]io$/i,
  PyPI: /^(?:test[-_.]*)?pypi$/i,
  'nuget.org': /^(?:(?:api\.|www\.)?nuget(?:\.org)?|nuget official package source)$/i,
  'Maven Central': /^(?:central|maven[-_.]*central|mavenrepo)$/i,
  'the Gradle Plugin Portal': /^gradle[-_.]*plugin[-_.]*portal$/i,
  "Google's repository": /^google$/i,
} as const;

/** What has the name already, as the end of `clients know … by it`; null for none of these. */
export function publicNameOf(name: string, ...of: readonly (keyof typeof PUBLIC_NAMES)[]): string | null {
  return of.find((registry) => PUBLIC_NAMES[registry].test(name)) ?? null;
}

/** Why our own registry can't have the name, as what follows the name; null where it can. */
export function publicNameFault(name: string, ...of: readonly (keyof typeof PUBLIC_NAMES)[]): string | null {
  const registry = publicNameOf(name, ...of);
  return registry === null ? null : `is what ${registry} itself is called, so that the token could be sent there`;
}
