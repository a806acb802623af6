import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, test } from 'vitest';
import { createNotifier } from '../../electron/main/tray/notifications.ts';
import { problemOf } from '../../shared/contract/problem.ts';
import type { Notice } from '../../shared/view/tray/notices.ts';
import { becomeReady } from '../support/electron/app.ts';
import {
  activateFromActionCentre,
  notificationsRemoved,
  notificationsShown,
} from '../support/electron/notification.ts';
import { resetWorld, world, type World } from '../support/electron/world.ts';
import { NOW } from '../support/snapshots.ts';
import { manualClock } from '../support/manual-clock.ts';

const HOUR = 3_600_000;
const CHOICE = { failed: 'The token was not refreshed', page: 'tokens', row: null, at: NOW + 500 } as const;
const signIn: Notice = {
  id: 'signInNeeded:work',
  urgency: 'soon',
  title: 'Sign in as work',
  body: 'Sign in again.',
  page: 'tokens',
  row: 'work',
  covers: [],
};
const file: Notice = {
  id: 'file:/a',
  urgency: 'soon',
  title: '~/a was not updated',
  body: 'Make it writable.',
  page: 'projects',
  row: 'b1',
  covers: [],
};
const summary: Notice = {
  ...signIn,
  id: 'summary',
  title: '3 things need you',
  covers: [signIn.id, file.id, 'token:t'],
};

beforeEach(() => resetWorld());

async function aNotifier(changes: Partial<World> = {}) {
  resetWorld(changes);
  await becomeReady();
  const opened: [string, string | null][] = [];
  const log: string[] = [];
  const clock = manualClock();
  let watched = false;
  const notifier = createNotifier({
    platform: world.platform,
    icon: world.platform === 'linux' ? '/icons/256x256.png' : null,
    isWatched: () => watched,
    clock,
    onOpen: (page, row) => opened.push([page, row]),
    onSignIn: (profile) => opened.push(['sign-in', profile]),
    log: (_level, message) => log.push(message),
  });
  return { notifier, clock, opened, log, setWatched: (value: boolean) => (watched = value) };
}
function titles(): readonly (string | undefined)[] {
  return notificationsShown().map(({ options }) => options.title);
}

describe('notifications', () => {
  test('are silent, one a problem, however often the same is reported', async () => {
    const { notifier } = await aNotifier();
    notifier.update([signIn, file], NOW, false);
    notifier.update([signIn, file], NOW + 1000, false);
    expect(titles()).toEqual(['Sign in as work', '~/a was not updated']);
    expect(notificationsShown().every(({ options }) => options.silent === true)).toBe(true);
  });

  test('stay until a person closes them, through "do not disturb" only when builds fail already', async () => {
    const { notifier } = await aNotifier();
    notifier.update([signIn, { ...file, urgency: 'now' }], NOW, false);
    expect(notificationsShown().map(({ options }) => [options.timeoutType, options.urgency, options.icon])).toEqual([
      ['never', 'normal', '/icons/256x256.png'],
      ['never', 'critical', '/icons/256x256.png'],
    ]);
  });

  test('give way to a summary and come back, each, when that has gone', async () => {
    const { notifier } = await aNotifier();
    notifier.update([signIn, file], NOW, false);
    notifier.update([summary], NOW + 1000, false);
    expect(titles()).toEqual(['3 things need you']);
    notifier.update([signIn], NOW + 2000, false);
    expect(titles()).toEqual(['Sign in as work']);
  });

  test('a summary that takes their place again is told again, so that the screen is never empty', async () => {
    const { notifier } = await aNotifier();
    notifier.update([summary], NOW, false);
    notifier.update([signIn, file], NOW + 1000, false);
    expect(titles()).toEqual(['Sign in as work', '~/a was not updated']);
    notifier.update([summary], NOW + 2000, false);
    expect(titles()).toEqual(['3 things need you']);
  });

  test('clicked, one of a sign-in begins it', async () => {
    const { notifier, opened } = await aNotifier();
    notifier.update([{ ...signIn, signIn: 'work' }], NOW, false);
    notificationsShown()[0]?.emit('click', {});
    expect(opened).toEqual([['sign-in', 'work']]);
  });

  test('an answer opens the row of what was chosen, and goes when the same works', async () => {
    const { notifier, opened } = await aNotifier();
    notifier.answer(problemOf('locked', 'Another process is writing.'), [], NOW, {
      ...CHOICE,
      page: 'projects',
      row: 'b1',
    });
    notificationsShown()[0]?.emit('click', {});
    expect(opened).toEqual([['projects', 'b1']]);
    // The desktop closes what was clicked.
    notificationsShown()[0]?.close();
    notifier.answer(problemOf('locked', 'Another process is writing.'), [], NOW, {
      ...CHOICE,
      page: 'projects',
      row: 'b1',
    });
    notifier.worked();
    expect(titles()).toEqual([]);
  });

  test.each([0, 1])('answer nothing that was told %i ms after the choice', async (later) => {
    const { notifier } = await aNotifier();
    notifier.update([signIn], CHOICE.at + later, false);
    const [shown] = notificationsShown();
    notifier.answer(problemOf('signInNeeded', 'The session has ended.'), [signIn], NOW + 800, CHOICE);
    expect(notificationsShown()).toEqual([shown]);
  });

  test('come back after a pause, which solves nothing', async () => {
    const { notifier } = await aNotifier();
    notifier.update([signIn], NOW, false);
    notifier.update([], NOW + 1000, true);
    expect(titles()).toEqual([]);
    notifier.update([signIn], NOW + 2000, false);
    expect(titles()).toEqual(['Sign in as work']);
  });

  test('tell a summary that grew at once', async () => {
    const { notifier } = await aNotifier();
    notifier.update([summary], NOW, false);
    notifier.update(
      [{ ...summary, title: '4 things need you', covers: [...summary.covers, 'token:u'] }],
      NOW + 1000,
      false,
    );
    expect(titles()).toEqual(['4 things need you']);
  });

  test('answer a person whose choice in the menu did not work, and go by themselves', async () => {
    const { notifier, setWatched } = await aNotifier();
    setWatched(true);
    notifier.answer(problemOf('locked', 'Another process is writing.', { advice: 'Try again.' }), [], NOW, CHOICE);
    const [{ options } = { options: {} }] = notificationsShown();
    expect(options).toMatchObject({
      title: CHOICE.failed,
      body: 'Another process is writing. Try again.',
      timeoutType: 'default',
    });
  });

  test('answer by the notice that tells of it anyway, also when it was closed before, and never by two', async () => {
    const { notifier } = await aNotifier();
    notifier.update([signIn], NOW, false);
    notificationsShown()[0]?.close();
    notifier.answer(problemOf('signInNeeded', 'The session has ended.'), [signIn], NOW + 1000, CHOICE);
    notifier.update([signIn], NOW + 1200, false);
    expect(titles()).toEqual(['Sign in as work']);
    notifier.update([], NOW + 2000, false);
    expect(titles()).toEqual([]);
  });

  test('are withdrawn when the problem is solved', async () => {
    const { notifier } = await aNotifier({ platform: 'darwin' });
    notifier.update([signIn, file], NOW, false);
    notifier.update([file], NOW + 1000, false);
    expect(titles()).toEqual(['~/a was not updated']);
    expect(notificationsRemoved()).toContain('signInNeeded:work');
  });

  test('go with the app, also those that only answered a choice', async () => {
    const { notifier, clock } = await aNotifier({ platform: 'darwin' });
    notifier.update([signIn, file], NOW, false);
    notifier.answer(problemOf('locked', 'Another process is writing.'), [], NOW, CHOICE);
    let ended = false;
    const ending = notifier.end().then(() => (ended = true));
    expect(titles()).toEqual([]);
    await Promise.resolve();
    expect(ended).toBe(false);
    clock.advance(150);
    await ending;
    expect(notificationsRemoved()).toEqual(expect.arrayContaining(['signInNeeded:work', 'file:/a']));
  });

  test('hold up no quitting when there is none', async () => {
    const { notifier } = await aNotifier();
    await notifier.end();
    expect(titles()).toEqual([]);
  });

  test('replace the former of the same problem at once when it got worse', async () => {
    const { notifier } = await aNotifier();
    notifier.update([signIn], NOW, false);
    notifier.update([{ ...signIn, urgency: 'now', title: 'No valid token' }], NOW + 1000, false);
    expect(titles()).toEqual(['No valid token']);
  });

  test('come again after four hours, then once a day', async () => {
    const { notifier } = await aNotifier();
    const shownAt: number[] = [];
    for (let hour = 0; hour <= 60; hour += 1) {
      for (const shown of notificationsShown()) shown.close();
      notifier.update([signIn], NOW + hour * HOUR, false);
      if (notificationsShown().length > 0) shownAt.push(hour);
    }
    expect(shownAt).toEqual([0, 4, 28, 52]);
  });

  test('do not return at once when a problem comes and goes', async () => {
    const { notifier } = await aNotifier();
    notifier.update([signIn], NOW, false);
    notifier.update([], NOW + 1000, false);
    notifier.update([signIn], NOW + 2000, false);
    expect(titles()).toEqual([]);
    notifier.update([signIn], NOW + HOUR, false);
    expect(titles()).toEqual(['Sign in as work']);
  });

  test('wait while a person is in a window that shows the same, and come when they are elsewhere', async () => {
    const { notifier, setWatched } = await aNotifier();
    setWatched(true);
    notifier.update([signIn], NOW, false);
    expect(titles()).toEqual([]);
    setWatched(false);
    notifier.update([signIn], NOW + 1000, false);
    expect(titles()).toEqual(['Sign in as work']);
  });

  test('wait for the network after waking up, yet are still withdrawn', async () => {
    const { notifier } = await aNotifier();
    notifier.update([file], NOW, false);
    notifier.holdUntil(NOW + 60_000);
    notifier.update([signIn], NOW + 30_000, false);
    expect(titles()).toEqual([]);
    notifier.update([signIn], NOW + 60_000, false);
    expect(titles()).toEqual(['Sign in as work']);
  });

  test('open the very row where the problem is solved, even after garbage was collected', async () => {
    const { notifier, opened } = await aNotifier();
    notifier.update([file], NOW, false);
    setFlagsFromString('--expose-gc');
    await new Promise(setImmediate);
    (runInNewContext('gc') as () => void)();
    notificationsShown()[0]?.emit('click', {});
    expect(opened).toEqual([['projects', 'b1']]);
    // The app keeps its notifier: without this line it could be collected here as well.
    notifier.update([], NOW + 1000, false);
  });

  test('open the window from Windows’ Action Centre after their object is gone', async () => {
    const { opened } = await aNotifier({ platform: 'win32' });
    activateFromActionCentre();
    expect(opened).toEqual([['tokens', null]]);
  });

  test('can still be withdrawn on Windows after they timed out to the Action Centre', async () => {
    const { notifier } = await aNotifier({ platform: 'win32' });
    notifier.update([signIn], NOW, false);
    const [shown] = notificationsShown();
    shown?.emit('close', { reason: 'timedOut' });
    notifier.update([], NOW + 1000, false);
    expect(shown?.isClosed).toBe(true);
  });

  test('say in the log when the OS refuses them', async () => {
    const { notifier, log } = await aNotifier({ platform: 'darwin', isSigned: false });
    notifier.update([signIn], NOW, false);
    expect(log).toEqual(['A notification was not shown: the app is not signed']);
  });
});
