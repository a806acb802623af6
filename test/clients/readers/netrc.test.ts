import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { netrcEditor } from '../../../shared/engine/editors/netrc/netrc.ts';
import { scanNetrc } from '../../../shared/engine/editors/netrc/words.ts';
import { messyNetrc, noisyNetrc } from '../../unit/editors/netrc/messy-netrc.ts';
import { problemIn } from '../../unit/editors/editing.ts';

const FILES = Number(process.env['FAST_CHECK_RUNS'] ?? 400);

// Universal newlines, as netrc.py opens its file.
const READ_LIKE_PYTHON = `
import io, json, netrc, sys

def answer(text):
    reader = netrc.netrc.__new__(netrc.netrc)
    reader.hosts, reader.macros = {}, {}
    try:
        reader._parse("f", io.TextIOWrapper(io.BytesIO(text.encode("utf-8")), encoding="utf-8"), False)
    except netrc.NetrcParseError:
        return None
    return [[host, name, value] for host, values in reader.hosts.items() for name, value in zip(("login", "account", "password"), values)]

assert hasattr(netrc, "_netrclex")
json.dump([answer(text) for text in json.loads(sys.stdin.buffer.read())], sys.stdout)
`;

/** Pythons before 3.11 read comments in another way. */
function answerOf(texts: readonly string[]): string | null {
  for (const python of ['python3', 'python', 'py']) {
    const run = spawnSync(python, ['-c', READ_LIKE_PYTHON], {
      input: JSON.stringify(texts),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (run.status === 0) return run.stdout;
  }
  return null;
}

/** Python reads on here, and takes something else for an entry than was meant, or what would be added behind it. */
const STRICTER = [
  expect.stringContaining('takes the words of this comment for entries'),
  'this word needs another one behind it',
  'the file ends within this word',
  'Python (pip, Poetry) reads no further than this empty word',
];

test('a netrc that is accepted holds for Python what it holds for us, and what Python ignores is refused', (context) => {
  const texts = fc.sample(fc.oneof(messyNetrc, messyNetrc, noisyNetrc), FILES);
  const answer = answerOf(texts);
  if (answer === null) {
    console.warn('NOT CHECKED against the real client: no Python of 3.11 or later');
    context.skip();
    return;
  }
  const answers = JSON.parse(answer) as ([string, string, string][] | null)[];
  let [accepted, refused] = [0, 0];
  for (const [index, theirs] of answers.entries()) {
    const text = texts[index]!;
    const shown = JSON.stringify(text);
    const problem = problemIn(netrcEditor, text);
    if (problem !== null) {
      refused += 1;
      if (theirs !== null)
        expect({ shown, problem: problem.message }).toEqual({ shown, problem: expect.toBeOneOf(STRICTER) });
      continue;
    }
    accepted += 1;
    expect({ shown, theirs: sorted(theirs ?? []) }).toEqual({ shown, theirs: sorted(asPython(text)) });
    expect({ shown, readable: theirs !== null }).toEqual({ shown, readable: true });
  }
  expect(accepted).toBeGreaterThan(FILES / 4);
  expect(refused).toBeGreaterThan(FILES / 10);
});

/** Python keeps the last entry of a host and the last of several fields in it. */
function asPython(text: string): [string, string, string][] {
  const scanned = scanNetrc(text);
  const entries = (scanned.ok ? scanned.value : []).filter(({ kind }) => kind !== 'macdef');
  const last = new Map(entries.map((entry) => [entry.name, entry]));
  return [...last].flatMap(([host, { fields }]) =>
    ['login', 'account', 'password'].map((name): [string, string, string] => [
      host,
      name,
      fields.findLast((field) => field.name === name)?.value ?? '',
    ]),
  );
}

function sorted(entries: readonly [string, string, string][]): string[] {
  return entries.map((entry) => JSON.stringify(entry)).sort();
}
