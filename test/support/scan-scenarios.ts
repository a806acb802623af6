import { mkdirSync } from 'node:fs';
import { aCodeArtifactToken } from '../unit/secrets/sample-token.ts';
import type { Scenario } from './advice-scenarios.ts';
import type { CliHome } from './cli-home.ts';
import { commandIn, runShell } from './follow-advice.ts';

async function run(home: CliHome, err: string) {
  return runShell(home, commandIn(err));
}

const nothing = () => {};

/** Advice about what stands in files already. */
export const scanScenarios: Readonly<Record<string, Scenario>> = {
  "'See what was found, and where.'": {
    arrange: nothing,
    refused: ['adopt', 'nowhere'],
    follow: run,
    works: ['scan'],
  },
  "'Give it the lines with CodeArtifact alone, for example with grep codeartifact.'": {
    arrange: (home) =>
      home.write(
        'build.log',
        `${'x\n'.repeat(60_000)}aws codeartifact login --tool npm --domain platform --repository web\n`,
      ),
    refused: ['adopt', '--from', 'build.log'],
    follow: (home) => runShell(home, 'grep codeartifact build.log > short.log'),
    works: ['adopt', '--from', 'short.log'],
  },
  "'Keep it, or sign in again when you need it.'": {
    arrange: async (home, endpoint) => {
      const token = aCodeArtifactToken({ isu: Math.floor(Date.now() / 1000) });
      home.write('.npmrc', `${endpoint('npm').replace('http:', '')}:_authToken=${token}\n`, 0o600);
      await home.run(['clear']);
    },
    refused: ['plan'],
    reports: true,
    follow: run,
  },
  "'Check the path.'": {
    arrange: (home) => mkdirSync(home.path('lab')),
    refused: ['scan', '--project', 'lob'],
    follow: nothing,
    works: ['scan', '--project', 'lab'],
  },
};
