import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { expect, test, type TestContext } from 'vitest';
import { npmrcEditor } from '../../../shared/engine/editors/npmrc.ts';
import { pythonIniEditor } from '../../../shared/engine/editors/python-ini/python-ini.ts';
import { messyNpmrc, messyPipConf, noisyPipConf } from '../../unit/editors/messy-files.ts';
import { entriesIn, problemIn, setIn } from '../../unit/editors/editing.ts';
import { entryText, stepText } from '../../../shared/engine/editors/text/entry-path.ts';

const FILES = Number(process.env['FAST_CHECK_RUNS'] ?? 200);

/** Says on the terminal too that the real client was not asked. */
function skipLoudly(context: TestContext, reason: string): never {
  console.warn(`NOT CHECKED against the real client: ${reason}`);
  context.skip(reason);
}

function answerOf(command: string, args: readonly string[], input: string): string | null {
  const run = spawnSync(command, args, { input, encoding: 'utf8', maxBuffer: 2 ** 28, timeout: 120_000 });
  if (run.error !== undefined) return null;
  if (run.status !== 0) throw new Error(`${command} failed: ${run.stderr}`);
  return run.stdout;
}

type PythonAnswer = { readonly line: number | null; readonly entries: readonly [string, string, string][] };

// Reads as open() does in text mode, names options as pip's Configuration does.
// Python up to 3.9 ends a header at its first "]", which only a section name with a bracket shows.
const READ_LIKE_PIP = `
import configparser, io, json, re, sys

def named(name):
    name = name.lower().replace("_", "-")
    return name[2:] if name.startswith("--") else name

def answer(text):
    parser = configparser.RawConfigParser()
    parser.SECTCRE = re.compile(r"\\[(?P<header>.+)\\]")
    try:
        parser.read_file(io.TextIOWrapper(io.BytesIO(text.encode("utf-8")), encoding="utf-8"))
    except configparser.Error as error:
        errors = getattr(error, "errors", None)
        return {"line": errors[0][0] if errors else error.lineno, "entries": []}
    sections = [("DEFAULT", parser._defaults), *parser._sections.items()]
    return {"line": None, "entries": [[s, named(o), v] for s, options in sections for o, v in options.items()]}

json.dump([answer(text) for text in json.loads(sys.stdin.buffer.read())], sys.stdout)
`;

test('pip.conf is valid, and holds what it holds, exactly as for the configparser that pip uses', (context): void => {
  const texts = fc.sample(fc.oneof(messyPipConf, noisyPipConf), FILES);
  const answer = ['python3', 'python'].reduce<string | null>(
    (found, python) => found ?? answerOf(python, ['-c', READ_LIKE_PIP], JSON.stringify(texts)),
    null,
  );
  if (answer === null) return skipLoudly(context, 'no python3 on this machine');
  const answers = JSON.parse(answer) as PythonAnswer[];
  expect(answers).toHaveLength(texts.length);
  for (const [index, { line, entries }] of answers.entries()) {
    const text = texts[index]!;
    const shown = JSON.stringify(text);
    const problem = problemIn(pythonIniEditor, text);
    expect({ shown, readable: problem === null }).toEqual({ shown, readable: line === null });
    // Python collects lines without a delimiter and reports a later duplicate before them.
    if (problem !== null) expect(problem.line).toBeLessThanOrEqual(line ?? 0);
    else {
      const ours = entriesIn(pythonIniEditor, text).map(({ entry: [section, option], value }) => [
        stepText(section),
        stepText(option),
        value,
      ]);
      expect({ shown, entries: sorted(ours) }).toEqual({ shown, entries: sorted(entries.flatMap(inWords)) });
    }
  }
  expect(answers.filter(({ line }) => line === null).length).toBeGreaterThan(FILES / 4);
  expect(answers.filter(({ line }) => line !== null).length).toBeGreaterThan(0);
});

/** pip splits the values of an option that is a list at blanks. */
function inWords(entry: readonly [string, string, string]): readonly (readonly string[])[] {
  const [section, option, value] = entry;
  if (option !== 'extra-index-url') return [entry];
  return value.split(/\s+/).flatMap((word) => (word === '' ? [] : [[section, option, word]]));
}

function sorted(entries: readonly (readonly string[])[]): string[] {
  return entries.map((entry) => JSON.stringify(entry)).sort();
}

/** Folder of the npm that this machine's `npm` command runs; null without one. */
function npmFolder(): string | null {
  const run = spawnSync('npm root -g', { shell: true, encoding: 'utf8' });
  const folder = path.join(run.stdout.trim(), 'npm');
  return run.status === 0 && existsSync(path.join(folder, 'package.json')) ? folder : null;
}

// Pairs instead of objects: V8 of Node 24.21 sometimes parses the JSON object key of one quote as one backslash.
const READ_LIKE_NPM = `
const ini = require(process.argv[1]);
const read = (text) => { try { return Object.entries(ini.parse(text)) } catch { return null } };
const texts = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(texts.map(read)));
`;

test('.npmrc is valid, and holds what it holds, exactly as for the ini package inside npm', (context): void => {
  const folder = npmFolder();
  const ini = folder === null ? '' : path.join(folder, 'node_modules', 'ini');
  if (!existsSync(ini)) return skipLoudly(context, 'no ini package inside the npm of this machine');
  const texts = fc.sample(messyNpmrc, FILES);
  const answer = answerOf(process.execPath, ['-e', READ_LIKE_NPM, ini], JSON.stringify(texts));
  const answers = JSON.parse(answer ?? '[]') as ([string, unknown][] | null)[];
  expect(answers).toHaveLength(texts.length);
  let compared = 0;
  for (const [index, settings] of answers.entries()) {
    const text = texts[index]!;
    const shown = JSON.stringify(text);
    expect({ shown, readable: problemIn(npmrcEditor, text) === null }).toEqual({ shown, readable: settings !== null });
    if (settings === null) continue;
    const npms = new Map(settings);
    const ours = Map.groupBy(entriesIn(npmrcEditor, text), ({ entry }) => entryText(entry));
    for (const key of new Set([...ours.keys(), ...npms.keys()])) {
      const theirs = npms.get(key);
      // Sections are objects in npm's eyes, and so are dotted keys with the value null.
      if (isObject(theirs) || (theirs === undefined && key.includes('.'))) continue;
      const values = ours.get(key)?.map(({ value }) => value) ?? [];
      // A list made of key[]= lines, as opposed to one written as JSON.
      const isList = Array.isArray(theirs) && values.at(-1) !== JSON.stringify(theirs);
      const expected = (isList ? theirs : [theirs]).map(asText);
      expect({ shown, key, values: values.slice(-expected.length) }).toEqual({ shown, key, values: expected });
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(FILES);
});

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

test('npm itself answers with the registries that were set in a file full of traps', (context): void => {
  const folder = npmFolder();
  if (folder === null) return skipLoudly(context, 'no npm on this machine');
  const home = mkdtempSync(path.join(tmpdir(), 'npmrc-editor-'));
  try {
    const file = path.join(home, 'user.npmrc');
    const traps =
      '; mine\r\nregistry = "https://old.example/" \r\nloglevel=error\n[section]\n@acme:registry=https://hidden.example/\n';
    const edited = setIn(
      npmrcEditor,
      setIn(npmrcEditor, traps, ['registry'], 'https://d.example/npm/web/'),
      ['@acme:registry'],
      'https://d.example/npm/acme/',
    );
    writeFileSync(file, edited);
    const run = spawnSync(
      process.execPath,
      [path.join(folder, 'bin', 'npm-cli.js'), 'config', 'get', 'registry', '@acme:registry'],
      {
        cwd: home,
        encoding: 'utf8',
        env: {
          PATH: process.env['PATH'],
          HOME: home,
          NPM_CONFIG_USERCONFIG: file,
          NPM_CONFIG_GLOBALCONFIG: path.join(home, 'none'),
          NPM_CONFIG_CACHE: path.join(home, 'cache'),
        },
      },
    );
    expect(run.stdout.trim().split('\n')).toEqual([
      'registry=https://d.example/npm/web/',
      '@acme:registry=https://d.example/npm/acme/',
    ]);
  } finally {
    rmSync(home, { recursive: true });
  }
});
