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
  use: {
    launchOptions: chromium === undefined ? {} : { executablePath: chromium, args: ['--no-sandbox'] },
  },
});
