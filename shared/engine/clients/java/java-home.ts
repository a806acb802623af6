import type { Environment } from '../../../ports/host.ts';
import { pathsOf, variableOf } from '../parts/folders.ts';

/** Variables whose options every JVM, or Maven's, takes; the last one that says something counts. */
const OPTIONS = ['JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', 'MAVEN_OPTS', 'GRADLE_OPTS'] as const;

/**
 * Java's `user.home`: the OS account's home folder whatever HOME says (docs/facts/clients.md), unless an option
 * `-Duser.home=` in one of the given variables moves it.
 */
export function javaUserHome(environment: Environment, variables: readonly (typeof OPTIONS)[number][]): string {
  const moved = OPTIONS.filter((name) => name.startsWith('J') || variables.includes(name)).flatMap((name) =>
    [...(variableOf(environment, name) ?? '').matchAll(/(?:^|\s)["']?-Duser\.home=("[^"]*"|'[^']*'|\S+)/g)].map(
      (match) => (match[1] ?? '').replaceAll(/["']/g, ''),
    ),
  );
  const last = moved.at(-1);
  return last === undefined ? environment.accountHome : pathsOf(environment).resolve(last);
}
