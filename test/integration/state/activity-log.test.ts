import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { activityPath, createActivityLog } from '../../../shared/engine/state/activity-log.ts';
import { startScript } from '../../support/files/script.ts';
import { temporaryFolder } from '../../support/files/temporary-folder.ts';

const appendActivity = new URL('../../support/files/append-activity.ts', import.meta.url);

test('of four processes that append at once no event is lost or torn, also when the file is set aside meanwhile', async () => {
  const folder = temporaryFolder();
  const names = ['a', 'b', 'c', 'd'];
  // About 800 KB together: once beyond what one file holds.
  const scripts = names.map((name) => startScript(appendActivity, folder, name, '500'));
  await Promise.all(scripts.map(({ exited }) => exited));
  const log = createActivityLog(folder);
  const found = log.newest(5000).map(({ id }) => id);
  expect(found.toSorted()).toEqual(
    names.flatMap((name) => Array.from({ length: 500 }, (_, index) => `${name}-${index}`)).toSorted(),
  );
});

test.skipIf(process.platform === 'win32')('what is no file in its place is passed over, at once', () => {
  const folder = temporaryFolder();
  const log = createActivityLog(folder);
  const event = {
    id: '1',
    at: new Date().toISOString(),
    kind: 'applied',
    by: 'cli',
    message: 'Wrote',
    paths: [],
  } as const;
  execFileSync('mkfifo', [activityPath(folder)]);
  expect(log.newest(10)).toEqual([]);
  expect(log.append(event)).toBe(false);
  rmSync(activityPath(folder));
  mkdirSync(activityPath(folder));
  expect(log.append(event)).toBe(false);
  expect(log.newest(10)).toEqual([]);
});
