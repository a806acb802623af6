import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, test } from 'vitest';
import { createNotifier } from '../../electron/main/tray/notifications.ts';
import { problemOf } from '../../shared/contract/problem.ts';
import type { Telling } from '../../shared/view/tray/telling.ts';
import { becomeReady } from '../support/electron/app.ts';
import {
  activateFromActionCentre,
  notificationsRemoved,
  notificationsShown,
} from '../support/electron/notification.ts';
import { resetWorld, world, type World } from '../support/electron/world.ts';
import { aNotice, aSituation } from '../support/notices.ts';
import { NOW } from '../support/snapshots.ts';
import { manualClock } from '../support/manual-clock.ts';

const HOUR = 3_600_000;
const CHOICE = { failed: 'The token was not refreshed', page: 'tokens', row: null, at: NOW + 500 } as const;
const signIn = aNotice();
const file = aNotice({
  id: 'file:/a',
  kind: 'file',
  title: '~/a was not updated',
  body: 'Make it writable.',
  page: 'projects',
  row: 'b1',
});
const other = aNotice({ id: 'token:t', kind: 'token', title: 'No valid token for t' });

beforeEach(() => resetWorld());

async function aNotifier(changes: Partial<World> = {}, memory = new Map<string, Telling>()) {
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
    onSnooze: (until) => opened.push(['snooze', until]),
    memory: {
      read: () => new Map(memory),
      write(told) {
        memory.clear();
        for (const [id, telling] of told) memory.set(id, telling);
      },
    },
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
    notifier.update(aSituation([signIn, file]), NOW);
    notifier.update(aSituation([signIn, file]), NOW + 1000);
    expect(titles()).toEqual(['Sign in as work', '~/a was not updated']);
    expect(notificationsShown().every(({ options }) => options.silent === true)).toBe(true);
  });

  test('stay until a person closes them, through "do not disturb" only when builds fail already', async () => {
    const { notifier } = await aNotifier();
    notifier.update(aSituation([signIn, { ...file, urgency: 'now' }]), NOW);
    expect(notificationsShown().map(({ options }) => [options.timeoutType, options.urgency, options.icon])).toEqual([
      ['never', 'normal', '/icons/256x256.png'],
      ['never', 'critical', '/icons/256x256.png'],
    ]);
  });

  test('give way to a summary, which gives way to what is left of it', async () => {
    const { notifier } = await aNotifier();
    notifier.update(aSituation([signIn, file]), NOW);
    notifier.update(aSituation([signIn, file, other]), NOW + 1000);
    expect(titles()).toEqual(['3 things need you']);
    notifier.update(aSituation([signIn, file]), NOW + 2000);
    expect(titles()).toEqual(['Sign in as work', '~/a was not updated']);
  });

  test('can be snoozed by a button of theirs, and go then', async () => {
    const { notifier, opened } = await aNotifier();
    notifier.update(aSituation([signIn]), NOW);
    const [shown] = notificationsShown();
    expect(shown?.options.actions?.map(({ text }) => text)).toEqual(['Snooze for an hour', 'Snooze until tomorrow']);
    shown?.emit('action', { actionIndex: 1 });
    expect(opened).toEqual([['snooze', 'tomorrow']]);
    const snoozedUntil = new Date(NOW + HOUR).toISOString();
    notifier.update(aSituation([signIn], { snoozedUntil }), NOW + 1000);
    expect(titles()).toEqual([]);
    notifier.update(aSituation([signIn], { snoozedUntil }), NOW + HOUR);
    expect(titles()).toEqual(['Sign in as work']);
  });

  test('are not told again by the app that is started next', async () => {
    const memory = new Map<string, Telling>();
    const first = await aNotifier({}, memory);
    first.notifier.update(aSituation([signIn]), NOW);
    await becomeReady();
    const second = await aNotifier({}, memory);
    second.notifier.update(aSituation([signIn, file]), NOW + 1000);
    expect(titles()).toEqual(['~/a was not updated']);
  });

  test('clicked, one of a sign-in begins it', async () => {
    const { notifier, opened } = await aNotifier();
    notifier.update(aSituation([{ ...signIn, signIn: 'work' }]), NOW);
    notificationsShown()[0]?.emit('click', {});
    expect(opened).toEqual([['sign-in', 'work']]);
  });

  test('an answer opens the row of what was chosen, and goes when the same works', async () => {
    const { notifier, opened } = await aNotifier();
    notifier.answer(problemOf('locked', 'Another process is writing.'), aSituation([]), NOW, {
      ...CHOICE,
      page: 'projects',
      row: 'b1',
    });
    notificationsShown()[0]?.emit('click', {});
    expect(opened).toEqual([['projects', 'b1']]);
    // The desktop closes what was clicked.
    notificationsShown()[0]?.close();
    notifier.answer(problemOf('locked', 'Another process is writing.'), aSituation([]), NOW, {
      ...CHOICE,
      page: 'projects',
      row: 'b1',
    });
    notifier.worked();
    expect(titles()).toEqual([]);
  });

  test.each([0, 1])('answer nothing that was told %i ms after the choice', async (later) => {
    const { notifier } = await aNotifier();
    notifier.update(aSituation([signIn]), CHOICE.at + later);
    const [shown] = notificationsShown();
    notifier.answer(problemOf('signInNeeded', 'The session has ended.'), aSituation([signIn]), NOW + 800, CHOICE);
    expect(notificationsShown()).toEqual([shown]);
  });

  test('come back after a pause, which solves nothing', async () => {
    const { notifier } = await aNotifier();
    notifier.update(aSituation([signIn]), NOW);
    notifier.update(aSituation([], { paused: true }), NOW + 1000);
    expect(titles()).toEqual([]);
    notifier.update(aSituation([signIn]), NOW + 2000);
    expect(titles()).toEqual(['Sign in as work']);
  });

  test('answer by themselves while snoozed, which no later look takes back', async () => {
    const { notifier } = await aNotifier();
    const snoozed = aSituation([signIn], { snoozedUntil: new Date(NOW + HOUR).toISOString() });
    notifier.answer(problemOf('signInNeeded', 'The session has ended.'), snoozed, NOW + 800, CHOICE);
    notifier.update(snoozed, NOW + 1000);
    expect(titles()).toEqual([CHOICE.failed]);
  });

  test('answer a person whose choice in the menu did not work, and go by themselves', async () => {
    const { notifier, setWatched } = await aNotifier();
    setWatched(true);
    notifier.answer(
      problemOf('locked', 'Another process is writing.', { advice: 'Try again.' }),
      aSituation([]),
      NOW,
      CHOICE,
    );
    const [{ options } = { options: {} }] = notificationsShown();
    expect(options).toMatchObject({
      title: CHOICE.failed,
      body: 'Another process is writing. Try again.',
      timeoutType: 'default',
    });
  });

  test('answer by the notice that tells of it anyway, also when it was closed before, and never by two', async () => {
    const { notifier } = await aNotifier();
    notifier.update(aSituation([signIn]), NOW);
    notificationsShown()[0]?.close();
    notifier.answer(problemOf('signInNeeded', 'The session has ended.'), aSituation([signIn]), NOW + 1000, CHOICE);
    notifier.update(aSituation([signIn]), NOW + 1200);
    expect(titles()).toEqual(['Sign in as work']);
    notifier.update(aSituation([]), NOW + 2000);
    expect(titles()).toEqual([]);
  });

  test('are withdrawn when the problem is solved', async () => {
    const { notifier } = await aNotifier({ platform: 'darwin' });
    notifier.update(aSituation([signIn, file]), NOW);
    notifier.update(aSituation([file]), NOW + 1000);
    expect(titles()).toEqual(['~/a was not updated']);
    expect(notificationsRemoved()).toContain('signInNeeded:work');
  });

  test('go with the app, also those that only answered a choice', async () => {
    const { notifier, clock } = await aNotifier({ platform: 'darwin' });
    notifier.update(aSituation([signIn, file]), NOW);
    notifier.answer(problemOf('locked', 'Another process is writing.'), aSituation([]), NOW, CHOICE);
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
    notifier.update(aSituation([signIn]), NOW);
    notifier.update(aSituation([{ ...signIn, urgency: 'now', title: 'No valid token' }]), NOW + 1000);
    expect(titles()).toEqual(['No valid token']);
  });

  test('come again after four hours, then once a day', async () => {
    const { notifier } = await aNotifier();
    const shownAt: number[] = [];
    for (let hour = 0; hour <= 60; hour += 1) {
      for (const shown of notificationsShown()) shown.close();
      notifier.update(aSituation([signIn]), NOW + hour * HOUR);
      if (notificationsShown().length > 0) shownAt.push(hour);
    }
    expect(shownAt).toEqual([0, 4, 28, 52]);
  });

  test('do not return at once when a problem comes and goes', async () => {
    const { notifier } = await aNotifier();
    notifier.update(aSituation([signIn]), NOW);
    notifier.update(aSituation([]), NOW + 1000);
    notifier.update(aSituation([signIn]), NOW + 2000);
    expect(titles()).toEqual([]);
    notifier.update(aSituation([signIn]), NOW + 2 * HOUR);
    expect(titles()).toEqual([]);
    notifier.update(aSituation([signIn]), NOW + 4 * HOUR);
    expect(titles()).toEqual(['Sign in as work']);
  });

  test('wait while a person is in a window that shows the same, and come when they are elsewhere', async () => {
    const { notifier, setWatched } = await aNotifier();
    setWatched(true);
    notifier.update(aSituation([signIn]), NOW);
    expect(titles()).toEqual([]);
    setWatched(false);
    notifier.update(aSituation([signIn]), NOW + 1000);
    expect(titles()).toEqual(['Sign in as work']);
  });

  test('wait for the network after waking up, yet are still withdrawn', async () => {
    const { notifier } = await aNotifier();
    notifier.update(aSituation([file]), NOW);
    notifier.holdUntil(NOW + 60_000);
    notifier.update(aSituation([signIn]), NOW + 30_000);
    expect(titles()).toEqual([]);
    notifier.update(aSituation([signIn]), NOW + 60_000);
    expect(titles()).toEqual(['Sign in as work']);
  });

  test('open the very row where the problem is solved, even after garbage was collected', async () => {
    const { notifier, opened } = await aNotifier();
    notifier.update(aSituation([file]), NOW);
    setFlagsFromString('--expose-gc');
    await new Promise(setImmediate);
    (runInNewContext('gc') as () => void)();
    notificationsShown()[0]?.emit('click', {});
    expect(opened).toEqual([['projects', 'b1']]);
    // The app keeps its notifier: without this line it could be collected here as well.
    notifier.update(aSituation([]), NOW + 1000);
  });

  test('open the window from Windows’ Action Centre after their object is gone', async () => {
    const { opened } = await aNotifier({ platform: 'win32' });
    activateFromActionCentre();
    expect(opened).toEqual([['tokens', null]]);
  });

  test('can still be withdrawn on Windows after they timed out to the Action Centre', async () => {
    const { notifier } = await aNotifier({ platform: 'win32' });
    notifier.update(aSituation([signIn]), NOW);
    const [shown] = notificationsShown();
    shown?.emit('close', { reason: 'timedOut' });
    notifier.update(aSituation([]), NOW + 1000);
    expect(shown?.isClosed).toBe(true);
  });

  test('say in the log when the OS refuses them', async () => {
    const { notifier, log } = await aNotifier({ platform: 'darwin', isSigned: false });
    notifier.update(aSituation([signIn]), NOW);
    expect(log).toEqual(['A notification was not shown: the app is not signed']);
  });
});
