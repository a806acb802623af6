import { describe, expect, test } from 'vitest';
import { whyItCannotRun } from '../../build/tray-ending.ts';

const TRAP = { code: null, signal: 'SIGTRAP', lifetime: 300 } as const;
const FAILED = { code: 1, signal: null, lifetime: 300 } as const;

// As printed by Electron 25 on Debian 12, apart from the last two.
test.each([
  [
    'as root',
    '[1127/131206.758406:FATAL:electron_main_delegate.cc(294)] Running as root without --no-sandbox is not supported. See https://crbug.com/638180.\n',
    'Running as root without --no-sandbox is not supported',
  ],
  [
    'without namespaces and without the helper',
    "[4929:1127/131221.401741:FATAL:setuid_sandbox_host.cc(158)] The SUID sandbox helper binary was found, but is not configured correctly. Rather than run without sandboxing I'm aborting now. You need to make sure that /opt/electron/chrome-sandbox is owned by root and has mode 4755.\n[4931:0100/000000.438241:ERROR:zygote_linux.cc(661)] write: Broken pipe (32)\n",
    'The SUID sandbox helper binary was found, but is not configured correctly',
  ],
  [
    'on a display that is not there',
    '[4906:1127/131221.177836:ERROR:bus.cc(399)] Failed to connect to the bus: Failed to connect to socket /run/dbus/system_bus_socket: No such file or directory\n[4906:1127/131221.365327:ERROR:ozone_platform_x11.cc(240)] Missing X server or $DISPLAY\n[4906:1127/131221.365350:ERROR:env.cc(255)] The platform failed to initialize.  Exiting.\nThe futex facility returned an unexpected error code.\n',
    'Missing X server or $DISPLAY',
  ],
  [
    'without a sandbox',
    '[7:0101/120000.000000:FATAL:zygote_host_impl_linux.cc(128)] No usable sandbox! If you are running on Ubuntu 23.10+ see https://example.com/apparmor. If you want to live dangerously, you can try using --no-sandbox.\n',
    'No usable sandbox',
  ],
  [
    'without a library',
    '/opt/electron/electron: error while loading shared libraries: libgbm.so.1: cannot open shared object file: No such file or directory\n',
    '/opt/electron/electron: error while loading shared libraries: libgbm.so.1: cannot open shared object file: No such file or directory',
  ],
])('a start %s is explained in the words of Chromium', (_where, stderr, words) => {
  expect(whyItCannotRun({ ...TRAP, stderr })).toBe(`Electron ended at once: ${words}`);
});

describe('a start that fails otherwise', () => {
  test('is explained by its last fatal line, else its error, else the last thing it said', () => {
    const fatal =
      '[1:0101/1.1:FATAL:gpu.cc(431)] GPU process is not usable. Goodbye.\r\n[1:0101/1.1:ERROR:x.cc(1)] late\r\n';
    const error = "Error: Cannot find module 'x'\n    at load (node:internal:1:1)\n\nNode.js v24.0.0\n";
    expect(whyItCannotRun({ ...TRAP, stderr: fatal })).toBe('Electron ended at once: GPU process is not usable');
    expect(whyItCannotRun({ ...FAILED, stderr: error })).toBe("Electron ended at once: Error: Cannot find module 'x'");
    expect(whyItCannotRun({ ...FAILED, stderr: 'one\ntwo\n\n' })).toBe('Electron ended at once: two');
  });

  test('without a word is explained by how it ended', () => {
    expect(whyItCannotRun({ ...FAILED, code: 127, stderr: '' })).toBe('Electron ended at once: exit code 127');
    expect(whyItCannotRun({ ...TRAP, stderr: '\n' })).toBe('Electron ended at once: SIGTRAP');
  });
});

test('a tray that ended well, or ran for a while, could run', () => {
  expect(whyItCannotRun({ ...FAILED, code: 0, stderr: 'some warning' })).toBeNull();
  expect(whyItCannotRun({ ...TRAP, lifetime: 10_001, stderr: 'crashed' })).toBeNull();
});
