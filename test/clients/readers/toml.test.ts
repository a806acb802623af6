import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { tomlWithoutBom } from '../../../shared/engine/editors/toml/toml.ts';
import { messyToml, noisyToml } from '../../unit/editors/toml/messy-toml.ts';
import { entriesIn, problemIn } from '../../unit/editors/editing.ts';
import type { PathStep } from '../../../shared/engine/editors/text/entry-path.ts';

const FILES = Number(process.env['FAST_CHECK_RUNS'] ?? 200);

// Numbers as the editor shows them; of dates, floats and lists only that there is one.
const READ_LIKE_PYTHON = `
import json, sys, tomllib

def leaves(value, path):
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in leaves(inner, path + [key])]
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        return [leaf for one in value for leaf in leaves(one, path)]
    if isinstance(value, bool):
        return [[path, str(value).lower()]]
    if isinstance(value, (str, int)):
        return [[path, str(value)]]
    return [[path, None]]

def answer(text):
    try:
        return leaves(tomllib.loads(text), [])
    except tomllib.TOMLDecodeError:
        return None

json.dump([answer(text) for text in json.loads(sys.stdin.buffer.read())], sys.stdout)
`;

type Leaf = readonly [path: readonly string[], value: string | null];

function pythonReads(texts: readonly string[]): readonly (readonly Leaf[] | null)[] | null {
  for (const python of ['python3', 'python']) {
    const run = spawnSync(python, ['-c', READ_LIKE_PYTHON], {
      input: JSON.stringify(texts),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      timeout: 120_000,
    });
    if (run.error === undefined && run.status === 0) return JSON.parse(run.stdout);
  }
  return null;
}

test('a TOML file is valid, and holds what it holds, exactly as for the tomllib of Python', (context): void => {
  const texts = fc.sample(fc.oneof({ weight: 3, arbitrary: messyToml }, { weight: 1, arbitrary: noisyToml }), FILES);
  const answers = pythonReads(texts);
  if (answers === null) {
    console.warn('NOT CHECKED against the real client: no Python with tomllib on this machine');
    return context.skip('no Python with tomllib');
  }
  expect(answers).toHaveLength(texts.length);
  for (const [index, leaves] of answers.entries()) {
    const text = texts[index]!;
    const shown = JSON.stringify(text);
    expect({ shown, readable: problemIn(tomlWithoutBom, text) === null }).toEqual({ shown, readable: leaves !== null });
    if (leaves === null) continue;
    const ours = entriesIn(tomlWithoutBom, text).map(({ entry, value }) => ({ keys: entry.map(withoutName), value }));
    const theirs = leaves.map(([keys, value]) => ({ keys, value }));
    for (const { keys, value } of ours) {
      const match = theirs.findIndex(
        (leaf) => leaf.keys.join('\0') === keys.join('\0') && (leaf.value ?? value) === value,
      );
      expect({ shown, keys, value, found: match >= 0 }).toEqual({ shown, keys, value, found: true });
      theirs.splice(match, 1);
    }
    // All that is left are names, which the paths hold.
    expect({ shown, left: theirs.filter(({ keys }) => keys.at(-1) !== 'name') }).toEqual({ shown, left: [] });
  }
  expect(answers.filter((leaves) => leaves === null).length).toBeGreaterThan(FILES / 10);
  expect(answers.filter((leaves) => leaves !== null).length).toBeGreaterThan(FILES / 4);
});

function withoutName(step: PathStep): string {
  return typeof step === 'string' ? step : step.list;
}
