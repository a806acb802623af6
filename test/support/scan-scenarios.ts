import { mkdirSync } from 'node:fs';
import { aCodeArtifactToken } from '../unit/secrets/sample-token.ts';
import type { Scenario } from './advice-scenarios.ts';
import type { CliHome } from './cli-home.ts';
import { commandIn, runShell } from './follow-advice.ts';

async function run(home: CliHome, err: string) {
  return runShell(home, commandIn(err));
}

function anAddress(domain: string, region: string, format: string): string {
  return `https://${domain}.d.codeartifact.${region}.amazonaws.com/${format}/web/\n`;
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
  "'Correct it; a region looks like eu-west-1.'": {
    arrange: (home) => home.write('address.txt', anAddress('platform-111122223333', 'ireland', 'npm')),
    refused: ['adopt', '--from', 'address.txt', '--tool', 'npm'],
    follow: (home) => home.write('address.txt', anAddress('platform-111122223333', 'eu-west-1', 'npm')),
  },
  "`Use one of ${formats.join(', ')} in its place.`": {
    arrange: (home) => home.write('address.txt', anAddress('platform-111122223333', 'eu-west-1', 'docker')),
    refused: ['adopt', '--from', 'address.txt', '--tool', 'npm'],
    follow: (home) => home.write('address.txt', anAddress('platform-111122223333', 'eu-west-1', 'npm')),
  },
  "'Correct it; the accounts of the domains that a profile has are listed.'": {
    arrange: (home) => home.write('address.txt', anAddress('platform-1111222233', 'eu-west-1', 'npm')),
    refused: ['adopt', '--from', 'address.txt', '--tool', 'npm'],
    async follow(home, err) {
      const [, account = ''] = /^platform +(\d+)$/m.exec((await run(home, err)).out) ?? [];
      home.write('address.txt', anAddress(`platform-${account}`, 'eu-west-1', 'npm'));
    },
  },
  '`${who} has a domain ${domain} in account ${found.owner} and region ${region}. If that is meant, log in to it.`': {
    arrange: (home) => home.write('address.txt', anAddress('platform-444455556666', 'us-west-2', 'npm')),
    refused: ['adopt', '--from', 'address.txt', '--tool', 'npm', '--profile', 'work'],
    follow: run,
    works: ['exec', '--', 'true'],
  },
  "'Check the path.'": {
    arrange: (home) => mkdirSync(home.path('lab')),
    refused: ['scan', '--project', 'lob'],
    follow: nothing,
    works: ['scan', '--project', 'lab'],
  },
};
