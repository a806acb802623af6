import { setTimeout as quietFor } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { expect, test } from 'vitest';
import { giveBackMemory } from '../../../shared/hosts/node/memory.ts';
import { manualClock } from '../../support/manual-clock.ts';

const MB = 1024 * 1024;

function aProcess() {
  const clock = manualClock();
  const state = { size: 400 * MB, load: 0, collections: 0 };
  const end = giveBackMemory({
    clock,
    heap: {
      size: () => state.size,
      load: () => state.load,
      collect() {
        state.collections += 1;
        state.size = 50 * MB;
      },
    },
  });
  return { clock, state, end };
}

test('what work has taken is given back once it is over, and not again for an hour without any', () => {
  const { clock, state } = aProcess();
  state.load = 0.6;
  clock.advance(60_000);
  expect(state.collections).toBe(0);
  state.load = 0.001;
  clock.advance(20_000);
  expect(state.collections).toBe(1);
  clock.advance(3_600_000);
  expect(state.collections).toBe(1);
});

test('a little growth is left alone, more is given back each time', () => {
  const { clock, state } = aProcess();
  clock.advance(60_000);
  state.size += 10 * MB;
  clock.advance(60_000);
  expect(state.collections).toBe(1);
  state.size += 10 * MB;
  clock.advance(60_000);
  expect(state.collections).toBe(2);
});

test('after its end nothing is collected', () => {
  const { clock, state, end } = aProcess();
  end();
  clock.advance(60_000);
  expect(state.collections).toBe(0);
});

test('the heap of this very process gets smaller once it is quiet', async () => {
  let garbage: unknown[] | null = Array.from({ length: 400_000 }, (_, index) => ({ index, text: `text ${index}` }));
  const before = getHeapStatistics().total_heap_size;
  expect(garbage.length).toBeGreaterThan(0);
  garbage = null;
  const clock = manualClock();
  const end = giveBackMemory({ clock });
  clock.advance(20_000);
  await quietFor(200);
  clock.advance(20_000);
  end();
  expect(getHeapStatistics().total_heap_size).toBeLessThan(before);
});
