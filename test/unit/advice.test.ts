import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { elsewhere } from '../fixtures/advice.ts';
import { scenarios } from '../support/advice-scenarios.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Every `advice:` of the engine and the hosts as it stands in the source. What explain-error and AWS say have tables of their own. */
function advicesInSource(): ReadonlyMap<string, string> {
  const files = globSync('shared/{engine,hosts}/**/*.ts', { cwd: root }).filter(
    (file) => !/doctor\/(?:causes|error-texts)/.test(file),
  );
  const found = files.flatMap((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    const matches = text.matchAll(/\badvice(?::| =)\s*('(?:[^'\\]|\\.)*'|"[^"]*"|`(?:[^`\\]|\\.)*`)/g);
    return [...matches].map(([, literal = '']) => [literal, file] as const);
  });
  return new Map(found);
}

test('every advice is followed by a test, or it is said what keeps one from being followed', () => {
  const followed = new Set([
    ...Object.keys(scenarios).map((key) => key.replace(/ # .*$/, '')),
    ...Object.keys(elsewhere),
  ]);
  const without = [...advicesInSource()].filter(([literal]) => !followed.has(literal));
  expect(without, 'add a scenario to test/support/advice-scenarios.ts').toEqual([]);
});

test('no table has an advice that nobody gives any more', () => {
  const given = advicesInSource();
  const known = [...Object.keys(scenarios).map((key) => key.replace(/ # .*$/, '')), ...Object.keys(elsewhere)];
  expect(known.filter((literal) => !given.has(literal))).toEqual([]);
});

test('the tests that are named elsewhere are there', () => {
  const places = Object.values(elsewhere).flatMap((place) => ('test' in place ? [place.test] : []));
  const missing = places.filter((place) => {
    const [file = '', name = ''] = place.split(': ');
    return !readFileSync(path.join(root, 'test', file), 'utf8').includes(name);
  });
  expect(missing).toEqual([]);
});
