import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { beforeEach, expect, test, vi } from 'vitest';
import type * as RealVisibility from '../../../shared/engine/files/version-control/visibility.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { anEngine } from '../../support/engine.ts';

/** What runs when a file was read and before version control is asked about it, and when it has answered. */
const moment = vi.hoisted(() => ({ before: () => {}, after: () => {} }));

vi.mock('../../../shared/engine/files/version-control/visibility.ts', async (original) => {
  const real = await original<typeof RealVisibility>();
  return {
    ...real,
    lookForVersionControl(machine: Parameters<typeof real.lookForVersionControl>[0]) {
      const visibilityOf = real.lookForVersionControl(machine);
      return async (file: string) => {
        moment.before();
        const answer = await visibilityOf(file);
        moment.after();
        return answer;
      };
    },
  };
});

beforeEach(() => void Object.assign(moment, { before() {}, after() {} }));

/** A project in a repository where one folder is ignored and another is not, and an engine with an env binding in it. */
async function aProject() {
  const home = aCliHome(await anEmulator());
  execFileSync('git', ['init', '-q', home.path('work')]);
  home.write('work/.gitignore', 'hidden/\n');
  for (const name of ['hidden', 'shown']) mkdirSync(home.path(`work/${name}`));
  const engine = anEngine({ home });
  const pointAt = (link: string, aim: string) => {
    rmSync(home.path(link), { force: true });
    symlinkSync(home.path(aim), home.path(link));
  };
  const add = async (file: string) =>
    engine.ask('binding.add', {
      project: home.path('work'),
      client: 'env',
      profile: 'work',
      domain: 'platform',
      repository: 'web',
      enabled: true,
      options: { file },
    });
  return { home, engine, pointAt, add };
}

test('version control is asked about the file that was read, wherever its link leads a moment later', async () => {
  const { home, engine, pointAt, add } = await aProject();
  for (const name of ['hidden', 'shown']) home.write(`work/${name}/env`, 'A=1\n');
  pointAt('work/.env', 'work/shown/env');
  await add('.env');
  moment.before = () => pointAt('work/.env', 'work/hidden/env');
  await engine.ask('plan.apply', {});
  expect(readFileSync(home.path('work/shown/env'), 'utf8')).toBe('A=1\n');
});

test('a file that is not there yet is made where version control was asked about it, or not at all', async () => {
  const { home, engine, pointAt, add } = await aProject();
  pointAt('work/link', 'work/hidden');
  await add('link/env');
  moment.after = () => pointAt('work/link', 'work/shown');
  await engine.ask('plan.apply', {});
  expect(home.has('work/shown/env')).toBe(false);
});
