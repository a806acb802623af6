import { mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';

const WEB = { project: 'user', profile: 'work', domain: 'platform', repository: 'web', enabled: true } as const;
const MINUTE = 60_000;

/** npm and cargo applied, and another agent for the same home that is not started yet. */
async function anAgent() {
  const home = aCliHome(null);
  const clock = manualClock();
  const aws = aTokenService(clock);
  const first = anEngine({ home, clock, aws });
  for (const client of ['npm', 'cargo'] as const) await first.ask('binding.add', { ...WEB, client });
  await first.ask('plan.apply', {});
  await first.stop();
  const engine = anEngine({ home, clock, aws });
  const said = () => engine.logged.filter((line) => line.startsWith('warn '));
  const until = async (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 20 });
  /** What comes of ten minutes in which nothing changes. */
  async function tenMinutes() {
    for (let minute = 0; minute < 10; minute += 1) {
      clock.advance(MINUTE);
      await engine.state();
    }
  }
  return { home, clock, engine, said, until, tenMinutes };
}

const half = (name: string) => (home: CliHome) => {
  const text = home.read(name);
  home.write(name, text.slice(0, text.length / 2), 0o600);
  return () => home.write(name, text, 0o600);
};

const broken: readonly (readonly [string, RegExp, (home: CliHome) => () => void])[] = [
  ['half a settings.json', /settings\.json can't be read/, half('state/settings.json')],
  ['half a journal.json', /journal\.json can't be read/, half('state/journal.json')],
  ['half a ledger.json', /ledger\.json can't be read/, half('state/ledger.json')],
  [
    'a journal of a newer version',
    /journal\.json was written by a newer version/,
    (home) => {
      const text = home.read('state/journal.json');
      home.write('state/journal.json', text.replace(/"version": \d+/, '"version": 99'), 0o600);
      return () => home.write('state/journal.json', text, 0o600);
    },
  ],
  [
    'a lock that is no folder',
    /writer\.lock is no folder/,
    (home) => {
      writeFileSync(home.path('state/writer.lock'), 'x');
      return () => rmSync(home.path('state/writer.lock'));
    },
  ],
];

test.each(broken)('%s is said once, and when it is over: then all is put back', async (_, what, damage) => {
  const { home, engine, said, until, tenMinutes, clock } = await anAgent();
  home.write('.npmrc', '', 0o600);
  const mend = damage(home);
  await engine.start();
  await until(() => expect(said()).toHaveLength(1));
  await tenMinutes();
  expect(said()).toEqual([expect.stringMatching(what)]);
  expect(home.read('.npmrc')).toBe('');

  mend();
  await until(() => {
    clock.advance(MINUTE);
    expect(home.read('.npmrc')).toContain('registry=');
  });
  await until(() => expect(said()).toEqual([expect.anything(), expect.stringContaining('In order again')]));
});

test('a file that can not be put back is said once, and when it is over', async () => {
  const { home, engine, said, until, tenMinutes, clock } = await anAgent();
  await engine.start();
  const text = home.read('.cargo/config.toml');
  home.write('.cargo/config.toml', `broken = "\n${text}`);
  rmSync(home.path('.npmrc'));
  mkdirSync(home.path('.npmrc'));
  await until(() => {
    clock.advance(MINUTE);
    expect(said()).toHaveLength(2);
  });
  await tenMinutes();
  expect(said().toSorted()).toEqual([
    expect.stringMatching(/\.npmrc is a folder/),
    expect.stringMatching(/can't read .*\.cargo\/config\.toml/),
  ]);
  expect((await engine.state()).activity.filter(({ kind }) => kind === 'problem')).toHaveLength(2);

  home.write('.cargo/config.toml', text);
  rmdirSync(home.path('.npmrc'));
  await until(() => {
    clock.advance(5 * MINUTE);
    expect(said().slice(2).toSorted()).toEqual([
      expect.stringMatching(/In order again: .*\.cargo\/config\.toml/),
      expect.stringMatching(/In order again: .*\.npmrc/),
    ]);
  });
  expect(home.read('.npmrc')).toContain('registry=');
});
