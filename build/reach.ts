import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Test files, the nearest first, by the number of imports between each and the source file. Paths relative to the root. */
export type Reach = (source: string) => readonly string[];

/** The CLI is started as a program by tests that import this. */
const STARTS_CLI = 'test/support/cli-home.ts';
const CLI = 'shared/hosts/cli/index.ts';

/** Which tests reach which sources, read from the `import`s, all of which name their file in full. */
export function reachOf(root: string, tests: readonly string[]): Reach {
  const sources = globSync('{shared,electron,renderer,test}/**/*.{ts,tsx}', { cwd: root }).map((file) =>
    file.replaceAll('\\', '/'),
  );
  const importers = new Map<string, string[]>();
  for (const source of sources) {
    for (const imported of importsOf(root, source))
      importers.set(imported, [...(importers.get(imported) ?? []), source]);
  }
  const isTest = new Set(tests);
  return (source) => {
    const found: string[] = [];
    const seen = new Set([source]);
    for (let edge = [source]; edge.length > 0;) {
      found.push(...edge.filter((file) => isTest.has(file)));
      const next = edge.flatMap((file) => importers.get(file) ?? []).filter((file) => !seen.has(file));
      edge = [...new Set(next)];
      for (const file of edge) seen.add(file);
    }
    return found;
  };
}

function importsOf(root: string, source: string): readonly string[] {
  const text = readFileSync(path.join(root, source), 'utf8');
  const named = [...text.matchAll(/(?:from|import|import\()\s*'(\.[^']+)'/g)].map(([, name = '']) =>
    path.posix.join(path.posix.dirname(source), name),
  );
  return source === STARTS_CLI ? [...named, CLI] : named;
}
