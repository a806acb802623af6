import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Browsers that the test configurations know. */
const CHROMIUMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** Finds or installs what tests need beyond npm: a Chromium, and a Python with pip and venv. Says aloud what could not be had. */
export function prepareMachine(): void {
  if (!CHROMIUMS.some((file) => existsSync(file)) && !hasPlaywrightBrowser()) {
    installPackages(['chromium'], 'Browser tests need a Chromium: run "npx playwright install chromium".');
  }
  if (!succeeds('python3', ['-c', 'import pip, venv, ensurepip'])) {
    installPackages(
      ['python3', 'python3-pip', 'python3-venv'],
      'Tests with the real pip need python3 with pip and venv; they are skipped.',
    );
  }
}

function hasPlaywrightBrowser(): boolean {
  const browser = "require('playwright').chromium.executablePath()";
  const found = succeeds(process.execPath, ['-e', `require('node:fs').accessSync(${browser})`]);
  return found || succeeds('npx', ['playwright', 'install', 'chromium']);
}

/** As root on Debian; says what to do elsewhere. */
export function installPackages(packages: readonly string[], otherwise: string): void {
  const root = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  const installed =
    root && succeeds('apt-get', ['update', '-qq']) && succeeds('apt-get', ['install', '-y', '-qq', ...packages]);
  if (!installed) console.error(otherwise);
}

function succeeds(command: string, args: readonly string[]): boolean {
  return (
    spawnSync(command, args, { stdio: 'ignore', timeout: 600_000, shell: process.platform === 'win32' }).status === 0
  );
}
