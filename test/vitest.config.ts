import { existsSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file));

const fakeElectron = path.join(import.meta.dirname, 'support/electron/index.ts');

/** `npm run test:clients`. */
const allClients = process.env['CODEARTIFACT_TRAY_ALL_CLIENTS'] === '1';

export default defineConfig({
  root: import.meta.dirname,
  test: {
    // The default leaves one core idle, which is half of a machine with two; these tests mostly wait for programs they start.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          root: import.meta.dirname,
          include: ['unit/**/*.test.ts'],
          // Without processes and ports the files have nothing to do to one another, and a process for each took a third of their time.
          isolate: false,
          // They wait for many small files: handing these out to four threads costs more than it gains.
          env: { UV_THREADPOOL_SIZE: '1' },
          setupFiles: ['support/reproducible-properties.ts', 'support/no-programs.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          root: import.meta.dirname,
          include: ['integration/**/*.test.ts', 'clients/**/*.test.ts'],
          exclude: allClients
            ? []
            : ['readers/settings', 'shadows', 'hostile-projects', 'old-login'].map((name) => `clients/${name}.test.ts`),
          globalSetup: ['support/build-cli.ts', 'support/warm-cli/setup.ts'],
          setupFiles: ['support/reproducible-properties.ts', 'support/real-home.ts'],
          // Real package managers install into fresh environments here, which takes its time on a busy machine.
          testTimeout: 120_000,
        },
        resolve: { alias: { electron: fakeElectron } },
      },
      {
        test: {
          name: 'electron',
          root: import.meta.dirname,
          include: ['electron/**/*.test.ts'],
          globalSetup: ['support/build-cli.ts'],
          setupFiles: ['support/reproducible-properties.ts', 'support/real-home.ts'],
          testTimeout: 30_000,
        },
        resolve: { alias: { electron: fakeElectron } },
      },
      {
        plugins: [react()],
        test: {
          name: 'browser',
          root: import.meta.dirname,
          include: ['component/**/*.test.tsx'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: chromium === undefined ? {} : { executablePath: chromium, args: ['--no-sandbox'] },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'packaging',
          root: import.meta.dirname,
          include: ['packaging/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
    ],
  },
});
