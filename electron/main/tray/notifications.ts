import { Notification } from 'electron';
import type { Problem } from '../../../shared/contract/problem.ts';
import type { Page } from '../../../shared/contract/requests.ts';
import type { Snooze } from '../../../shared/contract/snapshot.ts';
import type { Clock, Log } from '../../../shared/ports/host.ts';
import type { Notice } from '../../../shared/view/tray/notices.ts';
import { isSnoozed } from '../../../shared/view/tray/quiet.ts';
import { snoozeChoices } from '../../../shared/view/tray/snooze-choices.ts';
import {
  decide,
  tellAgain,
  withoutShown,
  type Decision,
  type Situation,
  type Told,
} from '../../../shared/view/tray/telling.ts';
import { pause } from '../lifecycle/pause.ts';
import type { MemoryFile } from './memory-file.ts';

export type NotifierDelegate = {
  readonly platform: NodeJS.Platform;
  /** Picture for the desktop's list of notifications, where it is ours to bring (Linux); null elsewhere. */
  readonly icon: string | null;
  /** True while a person is in one of our windows, which shows the same anyway. */
  readonly isWatched: () => boolean;
  readonly onOpen: (page: Page, row: string | null) => void;
  /** Begins the sign-in of a profile. */
  readonly onSignIn: (profile: string) => void;
  readonly onSnooze: (until: Snooze) => void;
  /** What was told before the app was started. */
  readonly memory: MemoryFile;
  readonly clock: Clock;
  readonly log: Log;
};

/** What was chosen in the tray, when (milliseconds since 1970), how its failure is called, and the row where its outcome is to be seen. */
export type Choice = Pick<Notice, 'page' | 'row'> & { readonly failed: string; readonly at: number };

export type Notifier = {
  /** Shows what is to be told, and withdraws what no longer holds. `now` in milliseconds since 1970. */
  update(situation: Situation, now: number): void;
  /** Shows nothing new until then: just after waking up, the network isn't back yet. */
  holdUntil(time: number): void;
  /**
   * Tells that what a person chose in the tray, where nothing else can say so, did not work: by the notices that tell of it
   * anyway, once more if they were seen already, or else by itself. `now` in milliseconds since 1970.
   */
  answer(problem: Problem, situation: Situation | null, now: number, choice: Choice): void;
  /** What was chosen did work: an earlier answer is out of date. */
  worked(): void;
  /** Takes back what is shown: once the app is gone, a click would do nothing and a solved problem would still be told. Resolves when it may go. */
  end(): Promise<void>;
};

const ANSWER = 'answer';
/** Electron 25 crashed in 2 of 275 quits that followed a withdrawal at once, and in none of 330 after this pause. Milliseconds. */
const LAST_WITHDRAWAL = 150;

/**
 * One silent notification per problem. It stays until the problem is solved or a person closes it: by `timeoutType` on Linux and
 * Windows; on macOS that is the person's own setting (alerts rather than banners). After ready.
 */
export function createNotifier(delegate: NotifierDelegate): Notifier {
  const { platform, icon, isWatched, onOpen, onSignIn, onSnooze, memory, clock, log } = delegate;
  // Electron itself holds a notification weakly: without this, clicks are lost when it is collected.
  const retained = new Map<string, Notification>();
  let told: Told = { memory: memory.read(), onScreen: [] };
  let quietUntil = 0;

  if (platform === 'win32') Notification.handleActivation(() => onOpen('tokens', null));

  function show(notice: Notice, lasting: boolean): void {
    withdraw(notice.id);
    const notification = new Notification({
      id: notice.id,
      groupId: 'codeartifact-tray',
      title: notice.title,
      body: notice.body,
      silent: true,
      timeoutType: lasting ? 'never' : 'default',
      // Through "do not disturb" only when builds fail already.
      urgency: lasting && notice.urgency === 'now' ? 'critical' : 'normal',
      ...(icon === null ? {} : { icon }),
      ...(lasting ? { actions: snoozeChoices.map(({ text }) => ({ type: 'button' as const, text })) } : {}),
    });
    const release = () => {
      if (retained.get(notice.id) !== notification) return;
      retained.delete(notice.id);
      told = withoutShown(told, notice.id);
    };
    notification.on('click', () => {
      release();
      if (notice.signIn === undefined) onOpen(notice.page, notice.row);
      else onSignIn(notice.signIn);
    });
    notification.on('action', ({ actionIndex }) => {
      const choice = snoozeChoices[actionIndex];
      if (choice !== undefined) onSnooze(choice.until);
    });
    notification.on('close', ({ reason }) => {
      // What timed out on Windows stays in its Action Centre, from where only this object can withdraw it.
      if (reason !== 'timedOut') release();
    });
    notification.on('failed', (_event, error) => {
      release();
      log('warn', `A notification was not shown: ${error}`);
    });
    retained.set(notice.id, notification);
    notification.show();
  }
  function withdraw(id: string): void {
    const notification = retained.get(id);
    if (notification === undefined) return;
    retained.delete(id);
    notification.close();
    // close() leaves what already went to the Notification Centre.
    if (platform === 'darwin') Notification.remove(id);
  }
  function carryOut({ told: next, show: notices, withdraw: ids }: Decision): void {
    if (next.memory !== told.memory) memory.write(next.memory);
    told = next;
    for (const id of ids) withdraw(id);
    for (const notice of notices) show(notice, true);
  }
  return {
    update(situation, now) {
      const held = now < quietUntil || isWatched() || !Notification.isSupported();
      carryOut(decide(told, situation, now, held));
    },
    holdUntil(time) {
      quietUntil = time;
    },
    worked: () => withdraw(ANSWER),
    answer({ message, advice }, situation, now, { failed, page, row, at }) {
      if (!Notification.isSupported()) return;
      // While snoozed, a notice would be taken back at the next look.
      if (situation !== null && situation.notices.length > 0 && !isSnoozed(situation, now)) {
        // Each once for one choice, whoever is quicker.
        return carryOut(tellAgain(told, situation, now, at));
      }
      const body = advice === null ? message : `${message} ${advice}`;
      show({ id: ANSWER, kind: 'app', urgency: 'now', title: failed, body, page, row, repositories: [] }, false);
    },
    async end() {
      const wasShown = retained.size > 0;
      for (const id of retained.keys()) withdraw(id);
      if (wasShown) await pause(clock, LAST_WITHDRAWAL);
    },
  };
}
