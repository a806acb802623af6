import { expect, test } from 'vitest';
import { createFights } from '../../../shared/engine/fights.ts';

const FILE = '/home/ada/.npmrc';

test('who changes a file all day is answered at once five times, then ever later, once a minute in the end', () => {
  const fights = createFights();
  const pauses: number[] = [];
  let now = 0;
  for (let round = 0; round < 14; round += 1) {
    const pause = fights.pause(FILE, now);
    pauses.push(pause);
    now += pause + 100;
    fights.note(FILE, now);
  }
  expect(pauses).toEqual([0, 0, 0, 0, 0, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  expect([...fights.problems(now).keys()]).toEqual([FILE]);
});

test('a file that was left alone for some minutes is put right at once again, and nothing is said of it', () => {
  const fights = createFights();
  for (let round = 0; round < 20; round += 1) fights.note(FILE, round);
  const later = 5 * 60_000;
  expect(fights.pause(FILE, later)).toBe(0);
  expect(fights.problems(later).size).toBe(0);
});

test('damage now and then is no fight', () => {
  const fights = createFights();
  for (let hour = 0; hour < 24; hour += 1) {
    expect(fights.pause(FILE, hour * 3_600_000)).toBe(0);
    fights.note(FILE, hour * 3_600_000);
    expect(fights.problems(hour * 3_600_000).size).toBe(0);
  }
});
