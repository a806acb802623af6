import { describe, expect, test } from 'vitest';
import type { ClientFormat } from '../../fixtures/secrets/places.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { places } from '../../fixtures/secrets/places.ts';
import { packsOf, withoutSecrets } from '../../fixtures/secrets/packs.ts';
import { firstShapes, laterShapes, piecesOf } from '../../fixtures/secrets/shapes.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');

/** All that the engine says with the shape in a client's file: before an apply, after it, and when the file can't be read. */
async function said(editor: ClientFormat, content: string): Promise<{ readonly text: string; readonly diffs: number }> {
  const { client, file, options = {}, isProject = false } = places[editor];
  const home = aCliHome(null);
  home.write(file, content);
  const clock = manualClock(NOW);
  const engine = anEngine({ home, clock, aws: aTokenService(clock) });
  const project = isProject ? home.folder : 'user';
  const answers: unknown[] = [];
  const ask = async () => {
    const snapshot = await engine.ask('state.get', {});
    answers.push(snapshot, await engine.ask('doctor.explain', {}));
    return snapshot;
  };
  answers.push(
    await engine.ask('binding.add', {
      project,
      client,
      profile: 'work',
      domain: 'platform',
      repository: 'web',
      enabled: true,
      options,
    }),
  );
  const { plan } = await ask();
  answers.push(await engine.api.request('plan.apply', {}));
  await ask();
  home.write(file, `${content}\n<"[=`);
  await ask();
  answers.push(await engine.api.request('plan.apply', {}));
  // What is made up at random may look like a piece of anything.
  const random = [
    home.folder,
    ...(JSON.stringify(answers).match(/(?<="(?:id|planId|version|bindingId)":")[^"]+/g) ?? []),
  ];
  const text = random.reduce((left, made) => left.replaceAll(made, ''), JSON.stringify([answers, engine.logged]));
  return { text, diffs: plan.changes.length };
}

const byEditor = Map.groupBy([...firstShapes, ...laterShapes], ({ editor }) => editor);
/** So many lines around a change are shown. */
const CONTEXT = 3;

describe.each([...byEditor])('%s', (editor, shapes) => {
  const packs = packsOf(editor, shapes, CONTEXT).map((pack) => {
    return [pack.shapes.map(({ source }) => source).join('", "'), pack] as const;
  });

  test.each(packs)('no answer holds a piece of the secret of "%s"', async (_, pack) => {
    const { text, diffs } = await said(editor, pack.text);
    expect(diffs).toBeGreaterThan(0);
    const shown = pack.shapes.flatMap((shape) => piecesOf(shape)).filter((piece) => text.includes(piece));
    if (shown.length === 0) return;
    // Four characters may be a part of our own words, which stand there whatever the secret is.
    const without = await said(editor, withoutSecrets(pack).text);
    expect(shown.filter((piece) => !without.text.includes(piece))).toEqual([]);
  });
});
