import { networkInterfaces } from 'node:os';
import { systemClock } from '../../adapters/system-clock.ts';
import type { Clock, HostSignal } from '../../ports/host.ts';

export type MachineDelegate = {
  readonly clock?: Clock;
  readonly signal: (signal: HostSignal) => void;
  readonly networks?: typeof networkInterfaces;
};

/** How often it is looked. Milliseconds. */
const LOOK = 15_000;
/** A busy process looks later, and clocks are nudged. Milliseconds. */
const TOLERANCE = 20_000;

/**
 * Tells, without any help of a desktop, when the machine has slept, its clock was set or its network is another one: by what the clock says
 * that timers don't, and by the addresses it has. The returned function ends it.
 */
export function watchMachine({
  clock = systemClock,
  signal,
  networks = networkInterfaces,
}: MachineDelegate): () => void {
  let seen = look();
  let cancel = clock.after(LOOK, check);

  function look() {
    return { now: clock.now(), uptime: clock.uptime(), addresses: addressesOf(networks()) };
  }

  function check(): void {
    const before = seen;
    seen = look();
    const passed = seen.uptime - before.uptime;
    if (passed > LOOK + TOLERANCE) signal('resume');
    if (Math.abs(seen.now - before.now - passed) > TOLERANCE) signal('clock');
    if (seen.addresses !== before.addresses && seen.addresses !== '') signal('network');
    cancel = clock.after(LOOK, check);
  }

  return () => cancel();
}

/** What leads somewhere: not the machine itself, nor what every interface gives itself. */
function addressesOf(interfaces: ReturnType<typeof networkInterfaces>): string {
  const addresses = Object.values(interfaces).flatMap((entries = []) =>
    entries.flatMap(({ address, internal }) => (internal || /^(fe80|169\.254\.)/.test(address) ? [] : [address])),
  );
  return addresses.sort().join(' ');
}
