import { describe, expect, test } from 'vitest';
import { scenarios } from '../../support/advice-scenarios.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { ACCOUNT, anEmulator } from '../../support/emulator-service.ts';

/** A source literal as a pattern for what it becomes. */
function patternOf(literal: string): RegExp {
  const text = literal
    .replace(/ # .*$/, '')
    .slice(1, -1)
    .replaceAll(/\\(['"])/g, '$1');
  const parts = text.split(/\$\{[^}]*\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(parts.join('.*'));
}

function filled(home: CliHome, text: string): string {
  return text.replace('@HOME@', home.folder).replace('@ID@', () => home.read('id'));
}

describe('who follows the advice to the letter has a working state:', () => {
  test.skipIf(process.platform === 'win32').each(Object.entries(scenarios))(
    '%s',
    async (advice, { arrange, refused, env = {}, follow, reports, works = refused }) => {
      const emulator = await anEmulator();
      const home = aCliHome(emulator);
      await arrange(home, (format) => `${emulator.url}/${format}/d/platform-${ACCOUNT}/web/`);
      const variables = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(home, value)]));
      const words = refused.map((word) => filled(home, word));

      const run = await home.run(words, { env: variables });
      expect(run.code === 0).toBe(reports === true);
      expect(run.out + run.err).toMatch(patternOf(advice));

      await follow(home, run.err);
      const again = await home.run(works.map((word) => filled(home, word)));
      expect({ advice, ...again }).toMatchObject({ code: 0 });
      if (reports === true) expect(again.out + again.err).not.toMatch(patternOf(advice));
      if (works[0] !== 'login') return;
      const { bindings } = await home.json<{ bindings: { enabled: boolean; state: string }[] }>(['list', '--json']);
      expect(bindings.filter(({ enabled }) => enabled).map(({ state }) => state)).toEqual(['inSync']);
    },
  );
});
