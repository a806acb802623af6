import { existsSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file));

/** `npm run test:clients`. */
const allClients = process.env['CODEARTIFACT_TRAY_ALL_CLIENTS'] === '1';

export default defineConfig({
  root: import.meta.dirname,
  test: {
    // The default leaves one core idle, which is half of a machine with two; these tests mostly wait for programs they start.
    maxWorkers: '100%',
    projects: [
      {
        resolve: { alias: { electron: path.join(import.meta.dirname, 'support/electron/index.ts') } },
        test: {
          name: 'node',
          root: import.meta.dirname,
          include: ['unit/**/*.test.ts', 'integration/**/*.test.ts', 'shell/**/*.test.ts', 'clients/**/*.test.ts'],
          exclude: allClients ? [] : ['clients/agreement.test.ts', 'clients/shadows.test.ts'],
          globalSetup: ['support/build-cli.ts'],
          setupFiles: ['support/reproducible-properties.ts'],
          testTimeout: 30_000,
        },
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
