import type { Notice } from '../../shared/view/tray/notices.ts';
import type { Situation } from '../../shared/view/tray/telling.ts';

/** A sign-in that one repository waits for. */
export function aNotice(overrides: Partial<Notice> = {}): Notice {
  const id = overrides.id ?? 'signInNeeded:work';
  return {
    id,
    kind: 'signIn',
    urgency: 'soon',
    title: 'Sign in as work',
    body: 'Sign in again.',
    page: 'tokens',
    row: 'work',
    repositories: [`platform/${id}`],
    ...overrides,
  };
}

/** These notices, with nothing that keeps them from being told. */
export function aSituation(notices: readonly Notice[], overrides: Partial<Situation> = {}): Situation {
  return { notices, paused: false, quietHours: null, snoozedUntil: null, ...overrides };
}
