import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { aHome, cli } from './a-home.ts';
import type { Home } from './a-home.ts';
import { awsCli } from './aws-cli.ts';
import { afterKills } from './kills.ts';
import { medianOf, medians } from './medians.ts';
import type { Work } from './medians.ts';
import { compared } from './row.ts';
import type { Bench, Row } from './row.ts';

const NODE = 'an empty start of Node';
const DOMAIN = ['--domain', 'platform'] as const;
const LOGIN = ['login', '--tool', 'npm', ...DOMAIN, '--repository', 'web'] as const;
const STARTS = 5;

/** How long a person waits for a command. */
export const commandsBench: Bench = {
  title: 'Commands',
  async measure() {
    const home = await aHome();
    try {
      return [
        ...(await starts(home)),
        ...(await againstAws(home)),
        ...(await besideAgent(home)),
        ...(await afterKills(home, LOGIN)),
        await page(home),
      ];
    } finally {
      await home.remove();
    }
  },
};

function ours(home: Home, ...args: readonly string[]): Work {
  return { run: async () => home.run(process.execPath, [cli, ...args]) };
}

function emptyNode(home: Home): Work {
  return { run: async () => home.run(process.execPath, ['-e', '0']) };
}

async function starts(home: Home): Promise<readonly Row[]> {
  const times = await medians({
    [NODE]: emptyNode(home),
    '--version': ours(home, '--version'),
    '--help': ours(home, '--help'),
    'status, without a binding': ours(home, 'status'),
  });
  return Object.keys(times).flatMap((work) => (work === NODE ? [] : [compared({ work }, times, NODE)]));
}

/** A home without anything of ours but what was compiled for each login; no token is kept for a domain without a binding, so that each `token` asks for one. */
async function againstAws(home: Home): Promise<readonly Row[]> {
  const aws = awsCli();
  if (aws === null) return [];
  const [program, ...first] = aws;
  const theirs = (...args: readonly string[]): Work => ({
    run: async () => home.run(program, [...first, 'codeartifact', ...args]),
  });
  const fresh = (work: Work): Work => ({ ...work, prepare: () => home.empty() });
  const AWS_LOGIN = 'aws codeartifact login';
  const AWS_TOKEN = 'aws codeartifact get-authorization-token';
  const login = { work: 'login --tool npm, cold', goal: 1 / 6 };
  const token = { work: 'token, cold' };
  home.empty();
  const tokens = await medians({
    [token.work]: ours(home, 'token', ...DOMAIN),
    [AWS_TOKEN]: theirs('get-authorization-token', ...DOMAIN),
  });
  const logins = await medians({
    [login.work]: fresh(ours(home, ...LOGIN)),
    [AWS_LOGIN]: fresh(theirs(...LOGIN)),
  });
  home.empty();
  return [compared(login, logins, AWS_LOGIN), compared(token, tokens, AWS_TOKEN)];
}

async function besideAgent(home: Home): Promise<readonly Row[]> {
  await home.run(process.execPath, [cli, ...LOGIN]);
  const agent = home.start(process.execPath, [cli, 'run']);
  const ended = once(agent, 'exit');
  await home.appears('state/agent/agent.json');
  try {
    const token = { work: 'token, beside an agent', goal: 1.5 };
    const login = { work: 'login --tool npm again, beside an agent' };
    const times = await medians(
      {
        [NODE]: emptyNode(home),
        [token.work]: ours(home, 'token', ...DOMAIN),
        [login.work]: ours(home, ...LOGIN),
      },
      21,
    );
    return [compared(token, times, NODE), compared(login, times, NODE)];
  } finally {
    agent.kill();
    await ended;
  }
}

/** From the start of `serve` until the page has its first snapshot. */
async function page(home: Home): Promise<Row> {
  const times: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const started = performance.now();
    const host = home.start(process.execPath, [cli, 'serve']);
    const ended = once(host, 'exit');
    if (host.stdout === null) throw new Error('serve has no output');
    const lines = createInterface(host.stdout);
    const failure = once(host, 'exit').then(([code]) => Promise.reject(new Error(`serve ended with ${String(code)}`)));
    const [address] = (await Promise.race([once(lines, 'line'), failure])) as [string];
    failure.catch(() => undefined);
    const entered = await fetch(address, { redirect: 'manual' });
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    const answer = await fetch(new URL('/api/request', address), {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'state.get', params: {} }),
    });
    if (!answer.ok) throw new Error(`The page was refused its snapshot: ${answer.status}`);
    await answer.json();
    times.push(performance.now() - started);
    host.kill();
    await ended;
  }
  return { work: 'serve, until the page has its snapshot', value: medianOf(times), unit: 'ms' };
}
