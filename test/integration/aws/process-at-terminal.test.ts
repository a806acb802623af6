import { existsSync, readFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { processRunner } from '../../../shared/adapters/aws/credential-process.ts';
import { systemClock } from '../../../shared/adapters/system-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { environmentOf } from '../../support/engine.ts';

vi.mock(import('node:tty'), async (original) => ({ ...(await original()), isatty: () => true }));

/** State and process group; null for one that has ended. */
function statOf(pid: number): { readonly state: string; readonly group: number } | null {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return null;
  const [state = '', , group = ''] = readFileSync(file, 'latin1')
    .replace(/^.*\) /, '')
    .split(' ');
  return state === 'Z' ? null : { state, group: Number(group) };
}

test.skipIf(process.platform !== 'linux')(
  'below a terminal, a program that does not end is ended with all that it started, and stays in the group of the terminal',
  async () => {
    const home = aCliHome(null);
    const program = `${process.execPath} -e 'process.title = "a ) b"; setInterval(() => {}, 1000)'`;
    home.write(
      'program.sh',
      `${program} & echo $! >> pids\n(sleep 600 & echo $! >> pids; wait) &\necho $! >> pids\nwait\n`,
    );
    let runOut = (): void => {};
    const clock = {
      ...systemClock,
      after(_: number, callback: () => void) {
        runOut = callback;
        return () => {};
      },
    };
    const ended = new Promise<Error | null>((resolve) => {
      processRunner(environmentOf(home), clock)(`cd '${home.folder}' && sh program.sh; :`, resolve);
    });
    const pids = await vi.waitFor(() => {
      const found = home.read('pids').trim().split('\n').map(Number);
      expect(found).toHaveLength(3);
      return found;
    }, 10_000);
    onTestFinished(() => pids.filter((pid) => statOf(pid) !== null).forEach((pid) => process.kill(pid, 'SIGKILL')));
    const own = statOf(process.pid)?.group;
    expect(pids.map((pid) => statOf(pid)?.group)).toEqual([own, own, own]);
    runOut();
    expect(await ended).toMatchObject({ message: 'credential_process did not end in time' });
    await vi.waitFor(() => expect(pids.map(statOf)).toEqual([null, null, null]), 10_000);
  },
);
