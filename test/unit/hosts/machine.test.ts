import type { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { watchMachine } from '../../../shared/hosts/node/machine.ts';
import { manualClock } from '../../support/manual-clock.ts';

type Interfaces = ReturnType<typeof networkInterfaces>;

function aNetwork(...addresses: readonly string[]): Interfaces {
  const known = (address: string, internal: boolean) => ({
    ...({ address, netmask: '', mac: '', internal, cidr: null } as const),
    family: 'IPv4' as const,
  });
  return { lo: [known('127.0.0.1', true)], eth0: addresses.map((address) => known(address, false)) };
}

function watched() {
  const clock = manualClock();
  const told: string[] = [];
  const machine = { clock, told, networks: aNetwork('10.0.0.7') };
  const end = watchMachine({ clock, signal: (signal) => told.push(signal), networks: () => machine.networks });
  return { machine, clock, told, end };
}

test('a machine that is awake, with its clock nudged, says nothing', () => {
  const { clock, told } = watched();
  for (let minute = 0; minute < 60; minute += 1) {
    clock.advance(60_000);
    clock.set(minute % 2 === 0 ? 5000 : -5000);
  }
  expect(told).toEqual([]);
});

test('sleep is told once, and not as a clock that was set', () => {
  const { clock, told } = watched();
  clock.advance(60_000);
  clock.sleep(8 * 3_600_000);
  clock.advance(60_000);
  expect(told).toEqual(['resume']);
});

test.each([3_600_000, -3_600_000])('a clock that was set by %i ms is told once, and not as sleep', (milliseconds) => {
  const { clock, told } = watched();
  clock.set(milliseconds);
  clock.advance(60_000);
  expect(told).toEqual(['clock']);
});

test('another network is told, one that is gone and one that leads nowhere are not', () => {
  const { machine, clock, told } = watched();
  machine.networks = aNetwork();
  clock.advance(60_000);
  machine.networks = aNetwork('169.254.3.4', 'fe80::1');
  clock.advance(60_000);
  expect(told).toEqual([]);
  machine.networks = aNetwork('192.168.1.20', 'fe80::1');
  clock.advance(60_000);
  expect(told).toEqual(['network']);
});

test('after its end nothing is told', () => {
  const { clock, told, end } = watched();
  end();
  clock.sleep(8 * 3_600_000);
  clock.advance(60_000);
  expect(told).toEqual([]);
});
