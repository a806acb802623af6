import { readdirSync, rmSync, chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ok } from '../../../shared/contract/problem.ts';
import type { Result } from '../../../shared/contract/problem.ts';
import { requests } from '../../../shared/contract/requests.ts';
import { prepareBinding } from '../../../shared/engine/operations/bindings.ts';
import { templateOf } from '../../../shared/engine/secrets/slot.ts';
import { readTokenTimes, tokensIn } from '../../../shared/engine/secrets/token.ts';
import type { Settings } from '../../../shared/engine/state/settings.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import type { TestEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';
import type { TokenService } from '../../support/token-service.ts';
import { moves, origins, places, possibleBindings } from './random-machine.ts';
import type { Move, Original, WalkedFile } from './random-machine.ts';
import { documentIn, problemIn } from '../editors/editing.ts';

const RUNS = Number(process.env['FAST_CHECK_RUNS'] ?? 60);
const HOUR = 3_600_000;
/** What may say no without anything being wrong. */
const REFUSALS = new Set(['entryConflict', 'nothingToUndo', 'envManaged', 'fileInvalid', 'secretInGit']);

type Walk = {
  readonly home: CliHome;
  readonly engine: TestEngine;
  readonly service: TokenService;
  readonly clock: ReturnType<typeof manualClock>;
  /** What each place would hold if we had never been there; null for no file. */
  readonly foreign: (string | null)[];
  readonly ids: (string | undefined)[];
};

test('[switching-off] whatever is switched, applied, refreshed, undone and edited beside us, the machine ends as if we had never been there', async () => {
  await fc.assert(
    fc.asyncProperty(origins, moves, async (files, steps) => {
      const walk = begin(files);
      try {
        await add(walk);
        const folders = foldersOf(walk.home);
        for (const step of steps) {
          await carryOut(walk, step);
          await checkAlways(walk, JSON.stringify(step));
        }
        for (const id of walk.ids) {
          if (id !== undefined) await walk.engine.ask('binding.setEnabled', { bindingId: id, enabled: false });
        }
        await apply(walk, false);
        checkEnd(walk, files, folders);
      } finally {
        await walk.engine.stop();
        rmSync(walk.home.folder, { recursive: true, force: true });
      }
    }),
    { numRuns: RUNS },
  );
}, 600_000);

function begin(files: readonly Original[]): Walk {
  const home = aCliHome(null);
  for (const folder of ['shop/.venv', 'lab/venv']) {
    mkdirSync(home.path(folder), { recursive: true });
    home.write(`${folder}/pyvenv.cfg`, 'home = /usr/bin\n');
  }
  for (const [index, file] of files.entries()) {
    const { name } = places[index]!;
    if (file === null) continue;
    home.write(name, bytes(file.text, file.bom));
    chmodSync(home.path(name), file.mode);
  }
  const clock = manualClock(Date.parse('2026-11-20T10:00:00.300Z'));
  const service = aTokenService(clock);
  const foreign = files.map((file) => (file === null ? null : file.text));
  return { home, clock, service, foreign, ids: [], engine: anEngine({ home, clock, aws: service }) };
}

function bytes(text: string, bom: boolean): string {
  return bom ? `\uFEFF${text}` : text;
}

/** All at once, for speed. */
async function add({ engine, home, ids }: Walk): Promise<void> {
  const prepared = await Promise.all(
    possibleBindings(home).map(async (binding) => {
      const one = await prepareBinding(engine.core, requests['binding.add'].params.parse(binding));
      if (!one.ok) throw new Error(one.error.message);
      return one.value;
    }),
  );
  ids.push(...prepared.map(({ bindingId }) => bindingId));
  const added = await engine.core.state.changeSettings((settings) =>
    prepared.reduce<Result<Settings>>((so, { change }) => (so.ok ? change(so.value) : so), ok(settings)),
  );
  if (!added.ok) throw new Error(added.error.message);
}

async function addOne({ engine, home, ids }: Walk, index: number): Promise<string> {
  ids[index] ??= (await engine.ask('binding.add', possibleBindings(home)[index]!)).bindingId;
  return ids[index];
}

async function carryOut(walk: Walk, move: Move): Promise<void> {
  const { engine, clock, home } = walk;
  // No two moves share their moment.
  clock.advance(1000);
  switch (move.kind) {
    case 'on':
    case 'off':
      await allowed(
        engine.api.request('binding.setEnabled', {
          bindingId: await addOne(walk, move.binding),
          enabled: move.kind === 'on',
        }),
      );
      return;
    case 'login':
      await addOne(walk, move.binding);
      await allowed(engine.terminal.login(possibleBindings(home)[move.binding]!));
      return;
    case 'remove':
      await engine.ask('binding.remove', { bindingId: await addOne(walk, move.binding) });
      walk.ids[move.binding] = undefined;
      return;
    case 'apply':
    case 'applyShown':
      await apply(walk, move.kind === 'applyShown');
      return;
    case 'applyAndUndo':
      await applyAndUndo(walk);
      return;
    case 'undo':
      await allowed(engine.api.request('plan.undo', {}));
      return;
    case 'discard':
      await engine.ask('plan.discard', {});
      await checkDiscarded(walk);
      return;
    case 'refresh':
      clock.advance(move.hours * HOUR);
      for (const token of (await engine.state()).tokens) await engine.ask('token.refresh', { tokenId: token.id });
      return;
    case 'pass':
      clock.advance(move.hours * HOUR);
      return;
    case 'edit':
    case 'insert':
      editForeign(walk, move);
  }
}

async function checkDiscarded({ engine, clock }: Walk): Promise<void> {
  const { plan, tokens } = await engine.state();
  const expired = tokens.some(({ expiresAt }) => expiresAt !== null && Date.parse(expiresAt) <= clock.now());
  // A token that has run out is not asked for just to discard something.
  const pending = plan.changes.filter(({ summary }) => !(expired && summary === 'new token'));
  expect(pending, 'pending after a discard').toEqual([]);
}

async function allowed(answer: Promise<{ ok: boolean; error?: { code: string; message: string } }>): Promise<void> {
  const { error } = await answer;
  if (error !== undefined && !REFUSALS.has(error.code)) throw new Error(`${error.code}: ${error.message}`);
}

async function apply({ engine }: Walk, shown: boolean): Promise<void> {
  const planId = shown ? (await engine.state()).plan.id : undefined;
  const report = await engine.ask('plan.apply', { planId });
  for (const { problem } of report.skipped) {
    if (!REFUSALS.has(problem.code)) throw new Error(`${problem.code}: ${problem.message}`);
  }
  expect((await engine.state()).plan.changes, 'pending after an apply').toEqual([]);
}

/** Taking an apply back leaves the files as they were before it, whatever it switched; only lines of ours may change places. */
async function applyAndUndo(walk: Walk): Promise<void> {
  const { plan } = await walk.engine.state();
  if (plan.changes.every(({ summary }) => summary === 'new token' || summary === '')) return;
  const before = contentsOf(walk.home);
  await apply(walk, true);
  walk.clock.advance(1000);
  await walk.engine.ask('plan.undo', {});
  expect(contentsOf(walk.home), 'after an apply and its undo').toEqual(before);
}

function contentsOf(home: CliHome): unknown[] {
  return places.map(({ name }) =>
    home.has(name)
      ? {
          name,
          lines: templateOf(home.read(name))
            .split(/\r\n|\r|\n/)
            .sort(),
          mode: home.mode(name).toString(8),
        }
      : { name },
  );
}

/** Somebody else changes or adds a line that is none of ours, in the file and in what it would be without us. */
function editForeign({ home, foreign }: Walk, { kind, place, mark }: Extract<Move, { kind: 'edit' | 'insert' }>): void {
  const { name } = places[place]!;
  const without = foreign[place] ?? null;
  const now = home.has(name) ? home.read(name) : null;
  const line = new RegExp(`; foreign ${mark}\\.(\\d+)`);
  // A comment within a value that we replaced is out of reach until the value is back.
  if (without === null || now === null || !line.test(without) || !line.test(now)) return;
  const edited = (text: string) =>
    text.replace(line, (_, times: string) =>
      kind === 'edit' ? `; foreign ${mark}.${Number(times) + 1}` : `;more\n; foreign ${mark}.${times}`,
    );
  foreign[place] = edited(without);
  home.write(name, edited(now));
}

async function checkAlways(walk: Walk, step: string): Promise<void> {
  const { home, engine, service, foreign } = walk;
  for (const [index, place] of places.entries()) {
    const now = home.has(place.name) ? home.read(place.name).replace(/^\uFEFF/, '') : '';
    expect(foreignLines(place, now), `${place.name} after ${step}`).toEqual(foreignLines(place, foreign[index] ?? ''));
  }
  const [first, second] = [await engine.state(), await engine.state()];
  expect(second.plan.id).toBe(first.plan.id);
  const kept = home.files('state').map((name) => home.read(name));
  for (const token of service.issued) {
    for (const text of [...kept, JSON.stringify(first), ...engine.logged]) expect(text.includes(token)).toBe(false);
  }
}

/** The lines that none of our entries stands in, without their line endings; also without a section header we may have added. */
function foreignLines({ editor, entries }: WalkedFile, text: string): string[] {
  const spans =
    problemIn(editor, text) === null ? entries.flatMap((entry) => documentIn(editor, text).find(entry)) : [];
  const lines: string[] = [];
  for (const match of text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)) {
    const [start, end] = [match.index, match.index + (match[1] ?? '').length];
    const ours = spans.some((span) => span.start <= end && span.end >= start);
    if (!ours && match[0] !== '' && match[1]?.trim() !== '[global]') lines.push(match[1] ?? '');
  }
  return lines;
}

function foldersOf(home: CliHome): string[] {
  return readdirSync(home.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.relative(home.folder, path.join(entry.parentPath, entry.name)))
    .filter((folder) => !folder.startsWith('state'))
    .sort();
}

function checkEnd({ home, foreign, clock }: Walk, files: readonly Original[], folders: readonly string[]): void {
  for (const [index, { name }] of places.entries()) {
    const file = files[index] ?? null;
    expect(home.has(name), `${name} is there`).toBe(file !== null);
    if (file === null) continue;
    // A CodeArtifact token that stood there before is kept nowhere: the newest takes its place.
    expect(templateOf(home.read(name)), name).toBe(templateOf(bytes(foreign[index] ?? '', file.bom)));
    // Where a token that lives stands, whoever's it is, the file may stay its owner's alone.
    const lives = tokensIn(home.read(name)).some((token) => (readTokenTimes(token)?.expiresAt ?? 0) > clock.now());
    const modes = [file.mode, ...(lives ? [file.mode & 0o700] : [])];
    expect(
      modes.map((mode) => mode.toString(8)),
      `mode of ${name}`,
    ).toContain(home.mode(name).toString(8));
  }
  expect(foldersOf(home)).toEqual(folders);
  // Where nothing was ever written there is none.
  const journal = home.has('state/journal.json') ? home.read('state/journal.json') : '{ "files": [] }';
  expect(JSON.parse(journal)).toMatchObject({ files: [] });
}
