import { expect, test } from 'vitest';
import { createSessions } from '../../../shared/hosts/headless/guard.ts';

const MINUTE = 60_000;

test('a key that nobody used for ten minutes lets nobody in; one that was used keeps its session', () => {
  let now = 0;
  const sessions = createSessions(() => now);
  const [used, late, inTime] = [sessions.issueKey(), sessions.issueKey(), sessions.issueKey()];
  const session = sessions.exchange(used);
  now = 9 * MINUTE;
  expect(sessions.exchange(inTime)).not.toBeNull();
  now = 10 * MINUTE;
  expect(sessions.exchange(late)).toBeNull();
  expect(sessions.has(session ?? '')).toBe(true);
  const fresh = sessions.issueKey();
  now = 19 * MINUTE;
  expect(sessions.exchange(fresh)).not.toBeNull();
});
