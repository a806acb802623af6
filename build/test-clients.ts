import { spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clientsDocument } from './clients-document.ts';

// `npm run test:clients`: every real client that can be had, through files that the app wrote; then the table in docs/clients.md.

const root = path.resolve(import.meta.dirname, '..');
const { status } = spawnSync(
  program('vitest'),
  [
    'run',
    '-c',
    'test/vitest.config.ts',
    '--project',
    'integration',
    'clients/real-clients',
    'clients/readers/settings',
    'clients/shadows',
    'clients/hostile-projects',
    'clients/old-login',
  ],
  {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, CODEARTIFACT_TRAY_ALL_CLIENTS: '1' },
  },
);
if (status === 0) {
  const outcomes = path.join(root, 'docs/real-clients.json');
  copyFileSync(path.join(root, 'test/results/real-clients.json'), outcomes);
  spawnSync(program('oxfmt'), [outcomes], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  writeFileSync(path.join(root, 'docs/clients.md'), await clientsDocument());
}
process.exitCode = status ?? 1;

function program(name: string): string {
  return path.join(root, 'node_modules/.bin', process.platform === 'win32' ? `${name}.cmd` : name);
}
