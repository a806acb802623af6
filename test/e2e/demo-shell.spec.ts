import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from '@playwright/test';
import { startDemo } from '../support/demo.ts';
import { apply, open, test } from '../support/demo-page.ts';

test('a demo that npm started leaves the configuration of the person who started it alone', async ({ page }) => {
  const home = mkdtempSync(path.join(tmpdir(), 'codeartifact-person-'));
  const own = {
    npmrc: path.join(home, '.npmrc'),
    pipConf: path.join(home, 'pip.conf'),
    awsConfig: path.join(home, 'aws-config'),
  };
  for (const file of Object.values(own)) writeFileSync(file, '# mine\n');
  const demo = await startDemo({
    minutes: 30,
    // npm sets its variables in small letters for the scripts that it runs.
    env: {
      HOME: home,
      npm_config_userconfig: own.npmrc,
      npm_config_registry: 'https://registry.example/',
      PIP_CONFIG_FILE: own.pipConf,
      AWS_CONFIG_FILE: own.awsConfig,
      AWS_PROFILE: 'mine',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    },
  });
  try {
    await open(page, demo);
    await apply(page);
    expect(new Set(demo.tokens()).size).toBe(2);
    for (const file of Object.values(own)) expect(readFileSync(file, 'utf8'), file).toBe('# mine\n');
  } finally {
    await page.close();
    await demo.stop();
    rmSync(home, { recursive: true });
  }
});
