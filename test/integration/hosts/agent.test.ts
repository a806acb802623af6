import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { KeptToken } from '../../../shared/hosts/node/agent/question.ts';
import { answerCommands } from '../../../shared/hosts/node/agent/serve.ts';
import { nodeEnvironment } from '../../../shared/hosts/node/environment.ts';
import { version } from '../../../shared/hosts/node/version.ts';
import { aCliHome, runCli } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { startCli } from '../../support/start-cli.ts';

const TOKEN = ['token', '--domain', 'platform'];
const LOGIN = ['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web'];
const kept: KeptToken = { token: 'token-of-the-agent', expiresAt: Date.parse('2100-01-01T00:00:00Z') };
const onUnix = test.skipIf(process.platform === 'win32');

/** An agent in this process that has a token for every domain. */
async function anAgent(home: CliHome, env: Readonly<Record<string, string>> = home.env) {
  const keptToken = vi.fn(async () => kept);
  const log = vi.fn();
  const forCommand = vi.fn(() => ({ request: async () => null }));
  const engine = { terminal: { keptToken }, forCommand };
  const stop = await answerCommands({ environment: nodeEnvironment(env), engine, log });
  onTestFinished(stop);
  return { keptToken, log, stop };
}

const run = async (home: CliHome, ...args: readonly string[]) => runCli(args, home.folder, home.env);
const noteOf = (home: CliHome) => JSON.parse(home.read('state/agent/agent.json')) as { socket: string; secret: string };

/** Without an agent and without AWS there is no token to be had. */
async function worksAlone(home: CliHome, ...args: readonly string[]): Promise<void> {
  expect(await run(home, ...(args.length === 0 ? TOKEN : args))).toMatchObject({ code: 6, out: '' });
}

test('token prints what the agent has, in each of its forms', async () => {
  const home = aCliHome(null);
  const { keptToken } = await anAgent(home);
  const expiration = '2100-01-01T00:00:00.000Z';
  expect(await run(home, ...TOKEN)).toEqual({ code: 0, out: `${kept.token}\n`, err: '' });
  expect(JSON.parse((await run(home, ...TOKEN, '--format', 'json')).out)).toEqual({ token: kept.token, expiration });
  expect((await run(home, ...TOKEN, '--output=text', '--query=expiration')).out).toBe(`${expiration}\n`);
  expect((await run(home, ...TOKEN, '--region', 'us-east-1', '--profile', 'other')).out).toBe(`${kept.token}\n`);
  expect(keptToken).toHaveBeenLastCalledWith({ profile: 'other', domain: 'platform', region: 'us-east-1' });
});

test.each([
  [['--duration-seconds', '900'], 6],
  [['--endpoint-url', 'http://127.0.0.1:1'], 6],
  [['--no-verify-ssl'], 2],
  [['--format', 'yaml'], 2],
  [['--help'], 0],
])('with %s the agent is not asked', async (more, code) => {
  const home = aCliHome(null);
  const { keptToken } = await anAgent(home);
  expect((await run(home, ...TOKEN, ...more)).code).toBe(code);
  expect(keptToken).not.toHaveBeenCalled();
});

test('where the region may be another one, the agent has no answer', async () => {
  const home = aCliHome(null);
  await anAgent(home, { ...home.env, AWS_CONFIG_FILE: home.path('elsewhere') });
  await worksAlone(home);
});

test('only who knows the secret is answered', async () => {
  const home = aCliHome(null);
  const { keptToken } = await anAgent(home);
  const { socket, secret } = noteOf(home);
  const question = { ask: 'token', profile: 'work', domain: 'platform', region: 'eu-west-1', version };
  for (const wrong of ['', 'x'.repeat(secret.length), undefined, null, [secret]])
    expect(await answerTo(socket, `${JSON.stringify({ ...question, secret: wrong })}\n`)).toBe('');
  for (const odd of ['null\n', '{\n', 'x'.repeat(300_000)]) expect(await answerTo(socket, odd)).toBe('');
  expect(keptToken).not.toHaveBeenCalled();
  expect(await answerTo(socket, `${JSON.stringify({ ...question, secret, version: '0.0.1' })}\n`)).toBe(
    '{"value":null}',
  );
});

async function answerTo(socket: string, text: string): Promise<string> {
  const connection = connect(socket)
    .setEncoding('utf8')
    .on('error', () => undefined);
  let answer = '';
  connection.on('data', (chunk: string) => (answer += chunk));
  connection.write(text);
  await new Promise((resolve) => connection.once('close', resolve));
  return answer;
}

onUnix('a socket and its note are for this user alone, and those that are not are not asked', async () => {
  const home = aCliHome(null);
  await anAgent(home);
  const { socket } = noteOf(home);
  expect(home.mode('state/agent')).toBe(0o700);
  expect(home.mode('state/agent/agent.json')).toBe(0o600);
  expect(lstatSync(socket).mode & 0o777).toBe(0o600);
  for (const file of [home.path('state/agent'), home.path('state/agent/agent.json'), socket]) {
    const { mode } = lstatSync(file);
    chmodSync(file, mode | 0o010);
    await worksAlone(home);
    chmodSync(file, mode);
  }
  const linked = aCliHome(null);
  mkdirSync(linked.path('state'));
  symlinkSync(home.path('state/agent'), linked.path('state/agent'));
  await worksAlone(linked);
});

onUnix('an agent that does not answer, or is of another version, is done without', async () => {
  const home = aCliHome(null);
  const silent = createServer(() => undefined);
  mkdirSync(home.path('state/agent'), { recursive: true, mode: 0o700 });
  const socket = home.path('state/agent/silent.sock');
  await new Promise<void>((resolve) => silent.listen(socket, resolve));
  onTestFinished(() => void silent.close());
  chmodSync(socket, 0o600);
  home.write('state/agent/agent.json', JSON.stringify({ version, socket, secret: 'x' }), 0o600);
  await worksAlone(home);
  home.write('state/agent/agent.json', 'torn', 0o600);
  await worksAlone(home);

  const other = aCliHome(null);
  const { keptToken } = await anAgent(other);
  other.write('state/agent/agent.json', JSON.stringify({ ...noteOf(other), version: '0.0.1' }), 0o600);
  await worksAlone(other);
  expect(keptToken).not.toHaveBeenCalled();
});

test('a second agent of a state folder leaves the first one its place', async () => {
  const home = aCliHome(null);
  const first = await anAgent(home);
  const note = noteOf(home);
  const second = await anAgent(home);
  expect(noteOf(home)).toEqual(note);
  await second.stop();
  expect((await run(home, ...TOKEN)).out).toBe(`${kept.token}\n`);
  await first.stop();
  expect(readdirSync(home.path('state/agent'))).toEqual([]);
});

onUnix('where the state folder is too deep for a socket it is in a folder of its own, which goes with it', async () => {
  const home = aCliHome(null);
  const deep = home.path(path.join('d'.repeat(90), 'state'));
  const env = { ...home.env, CODEARTIFACT_TRAY_HOME: deep };
  const { stop } = await anAgent(home, env);
  const { socket } = JSON.parse(readFileSync(path.join(deep, 'agent/agent.json'), 'utf8')) as { socket: string };
  expect(path.dirname(socket)).not.toContain(deep);
  expect(lstatSync(path.dirname(socket)).mode & 0o777).toBe(0o700);
  expect((await runCli(TOKEN, home.folder, env)).out).toBe(`${kept.token}\n`);
  await stop();
  expect(existsSync(path.dirname(socket))).toBe(false);
});

test('an agent whose socket can not be made says so in its log, and commands work alone', async () => {
  const home = aCliHome(null);
  home.write('state/agent', 'a file');
  const { log } = await anAgent(home);
  expect(log).toHaveBeenCalledWith('warn', expect.stringContaining("Commands can't ask this agent and work alone"));
  await worksAlone(home);
});

test('a file where the state folder should be has no agent in it', async () => {
  const home = aCliHome(null);
  home.write('state', 'a file', 0o600);
  expect(await run(home, ...TOKEN)).toMatchObject({ code: expect.toBeOneOf([6, 7]), out: '' });
});

test('what a killed agent left is done without, and cleared away by the next one, which answers with the token in the file', async () => {
  const home = aCliHome(await anEmulator());
  expect((await run(home, ...LOGIN)).code).toBe(0);
  const [, token] = /_authToken=(\S+)/.exec(home.read('.npmrc')) ?? [];
  const killed = await aRunning(home);
  const { socket } = noteOf(home);
  killed.child.kill('SIGKILL');
  await killed.exited;
  expect((await run(home, ...TOKEN)).out).toBe(`${token}\n`);

  const next = await aRunning(home);
  expect(existsSync(socket)).toBe(false);
  expect((await run(home, ...TOKEN)).out).toBe(`${token}\n`);
  const { secret } = noteOf(home);
  const inState = home.files('state').filter((name) => !name.includes('/compiled/'));
  for (const name of inState) expect(home.read(name), name).not.toContain(token);
  expect(inState.filter((name) => home.read(name).includes(secret))).toEqual(['state/agent/agent.json']);
  next.child.kill('SIGTERM');
  await next.exited;
  expect(readdirSync(home.path('state/agent'))).toEqual([]);
  expect(next.output.text).not.toContain(token);
});

/** `run`, once it can be asked. */
async function aRunning(home: CliHome) {
  const before = home.has('state/agent/agent.json') ? home.read('state/agent/agent.json') : '';
  const running = startCli(home, ['run']);
  const hasNote = () => home.has('state/agent/agent.json') && home.read('state/agent/agent.json') !== before;
  await vi.waitFor(() => expect(hasNote(), running.output.text).toBe(true), { timeout: 20_000 });
  return running;
}

test('run says on stderr and in its log what keeps it from its work', async () => {
  const home = aCliHome(null);
  home.write('state/settings.json', '{"version": 1, "bind', 0o600);
  const { child, exited, output } = startCli(home, ['run']);
  const what = "settings.json can't be read";
  await vi.waitFor(() => expect(output.text).toContain(what), { timeout: 10_000 });
  expect(output.text).toContain('$ mv ');
  expect(home.read('state/log.txt')).toContain(what);
  child.kill('SIGTERM');
  await exited;
  expect(output.text.split(what)).toHaveLength(2);
});
