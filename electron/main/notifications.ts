import { Notification } from 'electron';
import type { Log } from '../../shared/ports/host.ts';
import { isDue, type Notice, type Showing } from '../../shared/view/notices.ts';

export type NotifierDelegate = {
  readonly platform: NodeJS.Platform;
  /** True while a window shows the same anyway. */
  readonly isVisible: () => boolean;
  readonly onOpen: (route: string) => void;
  readonly log: Log;
};

export type Notifier = {
  /** Shows what is new and due, and withdraws what no longer holds. `now` in milliseconds since 1970. */
  update(notices: readonly Notice[], now: number): void;
  /** Shows nothing new until then: just after waking up, the network isn't back yet. */
  holdUntil(time: number): void;
};

/** One silent notification per problem. After ready. */
export function createNotifier(delegate: NotifierDelegate): Notifier {
  const { platform, isVisible, onOpen, log } = delegate;
  // Electron itself holds a notification weakly: without this, clicks are lost when it is collected.
  const retained = new Map<string, Notification>();
  const showings = new Map<string, Showing>();
  let quietUntil = 0;

  if (platform === 'win32') Notification.handleActivation(() => onOpen('#/tokens'));

  function show(notice: Notice, now: number): void {
    withdraw(notice.id);
    const notification = new Notification({
      id: notice.id,
      groupId: 'codeartifact-tray',
      title: notice.title,
      body: notice.body,
      silent: true,
    });
    const release = () => {
      if (retained.get(notice.id) === notification) retained.delete(notice.id);
    };
    notification.on('click', () => {
      release();
      onOpen(notice.route);
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
    const count = (showings.get(notice.id)?.count ?? 0) + 1;
    showings.set(notice.id, { at: now, count, urgency: notice.urgency });
    notification.show();
  }
  function withdraw(id: string): void {
    retained.get(id)?.close();
    retained.delete(id);
    // close() leaves what already went to the Notification Centre.
    if (platform === 'darwin' && showings.has(id)) Notification.remove(id);
  }
  return {
    update(notices, now) {
      const current = new Set(notices.map((notice) => notice.id));
      for (const [id, showing] of showings) {
        if (current.has(id) || showing.count === 0) continue;
        withdraw(id);
        // Solved: the next time is a new problem, yet not at once in case it comes and goes.
        showings.set(id, { ...showing, count: 0 });
      }
      if (now < quietUntil || isVisible() || !Notification.isSupported()) return;
      for (const notice of notices) if (isDue(notice, showings.get(notice.id), now)) show(notice, now);
    },
    holdUntil(time) {
      quietUntil = time;
    },
  };
}
