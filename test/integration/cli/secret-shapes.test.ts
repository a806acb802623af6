import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { anEngine } from '../../support/engine.ts';
import { packsOf, withoutSecrets } from '../../fixtures/secrets/packs.ts';
import type { Pack } from '../../fixtures/secrets/packs.ts';
import { places } from '../../fixtures/secrets/places.ts';
import { firstShapes, laterShapes, piecesOf, textAndSecrets } from '../../fixtures/secrets/shapes.ts';

const shapes = [...firstShapes, ...laterShapes];
const byEditor = [...Map.groupBy(shapes, ({ editor }) => editor)];
/** So many lines around a change are shown. */
const CONTEXT = 3;

/** Homes with one file of each format, as many as it takes. */
function homesWith(mostLines: number): readonly (readonly Pack[])[] {
  const packs = byEditor.map(([editor, all]) => packsOf(editor, all, mostLines));
  const count = Math.max(...packs.map(({ length }) => length));
  return Array.from({ length: count }, (_, index) => packs.flatMap((all) => all[index] ?? []));
}

async function aHomeWith(packs: readonly Pack[]): Promise<CliHome> {
  const home = aCliHome(await anEmulator());
  const engine = anEngine({ home });
  for (const { editor, text } of packs) {
    const { client, file, options = {}, isProject = false } = places[editor];
    home.write(file, text);
    const project = isProject ? home.folder : 'user';
    const address = { profile: 'work', domain: 'platform', repository: 'web' };
    await engine.ask('binding.add', { project, client, ...address, enabled: true, options });
  }
  return home;
}

type Command = readonly string[];

/** What a command prints; names and ports that are made up at random may look like a piece of anything. */
async function saidBy(home: CliHome, command: Command): Promise<string> {
  const { out, err } = await home.run(command);
  return (out + err)
    .replaceAll(home.folder, '~')
    .replaceAll(/\b127\.0\.0\.1:\d+|\bb-[\da-f]+\b|"(?:id|planId|version)":"[^"]*"/g, '');
}

/** Pieces of the secrets that are printed and would not be if there were no secret. */
async function leaked(packs: readonly Pack[], commands: readonly Command[]): Promise<readonly string[]> {
  const pieces = packs.flatMap((pack) => pack.shapes.flatMap((shape) => piecesOf(shape)));
  const home = await aHomeWith(packs);
  let bare: CliHome | null = null;
  const leaks: string[] = [];
  for (const command of commands) {
    const said = await saidBy(home, command);
    expect(said).not.toBe('');
    const shown = pieces.filter((piece) => said.includes(piece));
    if (shown.length === 0) continue;
    bare ??= await aHomeWith(packs.map((pack) => withoutSecrets(pack)));
    const control = await saidBy(bare, command);
    leaks.push(...shown.filter((piece) => !control.includes(piece)));
  }
  return leaks;
}

test.each(homesWith(CONTEXT).map((packs, index) => [index + 1, packs] as const))(
  'plan shows no piece of a secret in home %i',
  async (_, packs) => {
    expect(await leaked(packs, [['plan']])).toEqual([]);
  },
);

const [fullest = [], ...others] = homesWith(Infinity);

test('no report and no dry run prints a piece of a secret, as text or as JSON', async () => {
  const reports = ['plan', 'status', 'doctor', 'scan'].flatMap((name) => [[name], [name, '--json']]);
  const logins = ['npm', 'pip', 'maven', 'gradle'].map((client) => {
    return ['login', '--tool', client, '--domain', 'platform', '--repository', 'web', '--dry-run'];
  });
  expect(await leaked(fullest, [...reports, ...logins])).toEqual([]);
});

test.each(others.map((packs, index) => [index + 1, packs] as const))(
  'nor do status and doctor in further home %i',
  async (_, packs) => {
    expect(await leaked(packs, [['doctor'], ['status', '--json']])).toEqual([]);
  },
);

test('explain-error repeats no piece of a secret', async () => {
  const home = aCliHome(null);
  const lines = shapes.map((shape) => `npm error 401 ${textAndSecrets(shape).text}`);
  home.write('error.txt', lines.join('\n').slice(0, 99_000));
  const bare = aCliHome(null);
  bare.write('error.txt', 'npm error 401');
  const pieces = shapes.flatMap((shape) => piecesOf(shape));
  for (const options of [[], ['--json']]) {
    const said = await saidBy(home, ['explain-error', home.path('error.txt'), ...options]);
    const control = await saidBy(bare, ['explain-error', bare.path('error.txt'), ...options]);
    expect(said).not.toBe('');
    expect(pieces.filter((piece) => said.includes(piece) && !control.includes(piece))).toEqual([]);
  }
});
