import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file));

export default defineConfig({
  testDir: './e2e',
  outputDir: './results/e2e',
  timeout: 60_000,
  workers: 2,
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
  projects: [
    { name: 'pages', testIgnore: 'electron/**' },
    // One after the other, because there is one desktop with one focus.
    { name: 'electron', testMatch: 'electron/**/*.spec.ts', fullyParallel: false, workers: 1 },
  ],
  use: {
    launchOptions: chromium === undefined ? {} : { executablePath: chromium, args: ['--no-sandbox'] },
  },
});
