import { Notification } from 'electron';
import type { Problem } from '../../../shared/contract/problem.ts';
import type { Page } from '../../../shared/contract/requests.ts';
import type { Clock, Log } from '../../../shared/ports/host.ts';
import { isDue, type Notice, type Showing } from '../../../shared/view/tray/notices.ts';
import { pause } from '../lifecycle/pause.ts';

export type NotifierDelegate = {
  readonly platform: NodeJS.Platform;
  /** Picture for the desktop's list of notifications, where it is ours to bring (Linux); null elsewhere. */
  readonly icon: string | null;
  /** True while a person is in one of our windows, which shows the same anyway. */
  readonly isWatched: () => boolean;
  readonly onOpen: (page: Page, row: string | null) => void;
  /** Begins the sign-in of a profile. */
  readonly onSignIn: (profile: string) => void;
  readonly clock: Clock;
  readonly log: Log;
};

/** What was chosen in the tray, when (milliseconds since 1970), how its failure is called, and the row where its outcome is to be seen. */
export type Choice = Pick<Notice, 'page' | 'row'> & { readonly failed: string; readonly at: number };

export type Notifier = {
  /**
   * Shows what is new and due, and withdraws what no longer holds; while paused, what is missing may hold all the same.
   * `now` in milliseconds since 1970.
   */
  update(notices: readonly Notice[], now: number, isPaused: boolean): void;
  /** Shows nothing new until then: just after waking up, the network isn't back yet. */
  holdUntil(time: number): void;
  /**
   * Tells that what a person chose in the tray, where nothing else can say so, did not work: by the notices that tell of it
   * anyway, once more if they were seen already, or else by itself. `now` in milliseconds since 1970.
   */
  answer(problem: Problem, notices: readonly Notice[], now: number, choice: Choice): void;
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
  const { platform, icon, isWatched, onOpen, onSignIn, clock, log } = delegate;
  // Electron itself holds a notification weakly: without this, clicks are lost when it is collected.
  const retained = new Map<string, Notification>();
  const showings = new Map<string, Showing>();
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
    });
    const release = () => {
      if (retained.get(notice.id) === notification) retained.delete(notice.id);
    };
    notification.on('click', () => {
      release();
      if (notice.signIn === undefined) onOpen(notice.page, notice.row);
      else onSignIn(notice.signIn);
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
  function tell(notice: Notice, now: number): void {
    const { id, urgency, covers } = notice;
    showings.set(id, { at: now, count: (showings.get(id)?.count ?? 0) + 1, urgency, covers });
    show(notice, true);
  }
  function withdraw(id: string): void {
    retained.get(id)?.close();
    retained.delete(id);
    // close() leaves what already went to the Notification Centre.
    if (platform === 'darwin' && showings.has(id)) Notification.remove(id);
  }
  return {
    update(notices, now, isPaused) {
      const current = new Set(notices.map((notice) => notice.id));
      const covered = new Set(notices.flatMap((notice) => notice.covers));
      const replaced = new Set([...covered].filter((id) => (showings.get(id)?.count ?? 0) > 0));
      for (const [id, showing] of showings) {
        if (current.has(id) || showing.count === 0) continue;
        withdraw(id);
        // Still open, behind a summary or a pause: when that goes, it is told anew.
        if (covered.has(id) || isPaused) showings.delete(id);
        // Solved: the next time is a new problem, yet not at once in case it comes and goes.
        else showings.set(id, { ...showing, count: 0 });
      }
      if (now < quietUntil || isWatched() || !Notification.isSupported()) return;
      for (const notice of notices) {
        const last = showings.get(notice.id);
        // What takes the place of others is told with their going, whenever it was told before.
        if (isDue(notice, last, now) || notice.covers.some((id) => replaced.has(id))) tell(notice, now);
      }
    },
    holdUntil(time) {
      quietUntil = time;
    },
    worked: () => withdraw(ANSWER),
    answer({ message, advice }, notices, now, { failed, page, row, at }) {
      if (!Notification.isSupported()) return;
      if (notices.length > 0) {
        // Each once for one choice, whoever is quicker.
        for (const notice of notices) if ((showings.get(notice.id)?.at ?? 0) < at) tell(notice, now);
        return;
      }
      const body = advice === null ? message : `${message} ${advice}`;
      show({ id: ANSWER, urgency: 'now', title: failed, body, page, row, covers: [] }, false);
    },
    async end() {
      const wasShown = retained.size > 0;
      for (const id of new Set([...retained.keys(), ...showings.keys()])) withdraw(id);
      if (wasShown) await pause(clock, LAST_WITHDRAWAL);
    },
  };
}
