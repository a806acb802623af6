import { chmodSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Emulator } from '../../../shared/emulator/index.ts';
import { templateOf } from '../../../shared/engine/secrets/slot.ts';
import { answerCommands } from '../../../shared/hosts/node/agent/serve.ts';
import { nodeEnvironment } from '../../../shared/hosts/node/environment.ts';
import { version } from '../../../shared/hosts/node/version.ts';
import { aCliHome, runCli } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { anEngine } from '../../support/engine.ts';
import { startCli } from '../../support/start-cli.ts';

const LOGIN = ['login', '--domain', 'platform', '--repository', 'web', '--tool'];
const onUnix = test.skipIf(process.platform === 'win32');

/** An agent in this process that watches nothing, and how it answered each request. */
async function anAgent(home: CliHome, env: Readonly<Record<string, string>> = home.env) {
  const environment = nodeEnvironment(env);
  const engine = anEngine({ home, environment });
  const answers: string[] = [];
  const forCommand: typeof engine.forCommand = (command) => {
    const { request } = engine.forCommand(command);
    return {
      async request(name, params) {
        const answer = await request(name, params);
        answers.push(`${String(name)} ${answer === null ? 'alone' : 'answered'}`);
        return answer;
      },
    };
  };
  const logged: string[] = [];
  const log = (_level: string, message: string) => void logged.push(message);
  const stop = await answerCommands({ environment, engine: { terminal: engine.terminal, forCommand }, log });
  onTestFinished(stop);
  return { answers, engine, logged, stop };
}

/** npm and pip as they should be, twine waiting, cargo off again, and somebody's proxy in npm's way. */
async function aMachine(): Promise<{ readonly home: CliHome; readonly emulator: Emulator }> {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  mkdirSync(home.path('shop'));
  for (const tool of ['npm', 'pip', 'cargo']) expect(await home.run([...LOGIN, tool])).toMatchObject({ code: 0 });
  expect(await home.run(['add', ...LOGIN.slice(1), 'npm', '--project', home.path('shop')])).toMatchObject({ code: 0 });
  home.write('.npmrc', `${home.read('.npmrc')}strict-ssl=false\n`);
  await home.run(['disable', await bindingOf(home, 'cargo')]);
  return { home, emulator };
}

async function bindingOf(home: CliHome, client: string, project = 'user'): Promise<string> {
  const { bindings } = await home.json<{ bindings: { id: string; client: string; project: string }[] }>([
    'list',
    '--json',
  ]);
  return bindings.find((binding) => binding.client === client && binding.project === project)?.id ?? '';
}

/** The same files, settings and journal at each call. */
function remembering(home: CliHome): () => void {
  const kept = `${home.folder}-kept`;
  cpSync(home.folder, kept, { recursive: true, preserveTimestamps: true, filter: (file) => !file.endsWith('.sock') });
  onTestFinished(() => rmSync(kept, { recursive: true, force: true }));
  return () => {
    for (const name of ['state', 'shop', '.npmrc', '.config', '.cargo'])
      rmSync(home.path(name), { recursive: true, force: true });
    cpSync(kept, home.folder, { recursive: true, preserveTimestamps: true });
  };
}

/** Everything but what says when. */
function contentsOf(home: CliHome): Readonly<Record<string, string>> {
  const names = home.files().filter((name) => !/^state\/(?!settings)|^\.aws|\.tmp$/u.test(name));
  return Object.fromEntries(names.map((name) => [name, templateOf(home.read(name))]));
}

const WRITE = new Set(['apply', 'undo', 'remove']);

function sorted(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/,$/u, ''))
    .sort();
}

describe('what a command prints, writes and ends with is the same', () => {
  test.each([
    ['plan', [['plan'], ['plan', '--json']]],
    ['status', [['status'], ['status', '--json'], ['list'], ['list', '--json'], ['snippet'], ['doctor']]],
    ['apply', [['apply'], ['apply', '--json'], ['plan']]],
    ['undo', [['apply', '--json'], ['undo'], ['undo']]],
    ['enable', [['enable', 'cargo'], ['enable', 'cargo', '--json'], ['apply']]],
    ['disable', [['disable', 'pip', '--json'], ['apply'], ['disable', 'nobody'], ['plan']]],
    [
      'remove',
      [
        ['remove', 'pip'],
        ['remove', 'pip', '--json'],
      ],
    ],
    ['refresh', [['refresh'], ['plan']]],
  ])('%s, alone and beside an agent', async (_, commands) => {
    const { home } = await aMachine();
    const ids = { cargo: await bindingOf(home, 'cargo'), pip: await bindingOf(home, 'pip') };
    await home.run(['enable', await bindingOf(home, 'npm', home.path('shop'))]);
    const again = remembering(home);
    const lines = commands.map((words) => words.map((word) => ids[word as keyof typeof ids] ?? word));
    const runs = async () => {
      const done = [];
      for (const line of lines) {
        const { code, out, err } = await home.run(line);
        // Files are written side by side, and named in the order in which they were done.
        done.push({ line, code, out: WRITE.has(line[0] ?? '') ? sorted(out) : out, err });
      }
      return { done, contents: contentsOf(home) };
    };
    const alone = await runs();
    again();
    const { answers } = await anAgent(home);
    expect(await runs()).toEqual(alone);
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.filter((answer) => answer.endsWith('alone'))).toEqual([]);
  });
});

/** What keeps it from answering, and whether the command got an answer all the same: its own. */
async function worksAlone(home: CliHome, args: readonly string[], env: Record<string, string>, cwd = home.folder) {
  const { answers, stop } = await anAgent(home);
  const beside = await home.run(args, { env, cwd });
  await stop();
  expect(beside).toEqual(await home.run(args, { env, cwd }));
  return answers;
}

describe('an agent that might see another machine has no answer', () => {
  test('where a variable that package managers read is another one', async () => {
    const { home } = await aMachine();
    expect(await worksAlone(home, ['plan'], { PIP_CONFIG_FILE: home.path('elsewhere.conf') })).toEqual([]);
    expect(await worksAlone(home, ['plan'], { CARGO_HOME: home.path('elsewhere') })).toEqual([]);
    expect(await worksAlone(home, ['status'], { AWS_PROFILE: 'other' })).toEqual([]);
    expect(await worksAlone(home, ['status'], { EDITOR: 'vi' })).toEqual(['binding.list answered']);
  });

  test('where any other variable is that was looked at, by a file or otherwise', async () => {
    const { home } = await aMachine();
    home.write('.npmrc', `${home.read('.npmrc')}//npm.example/:_authToken=\${OUR_OWN}\n`);
    expect(await worksAlone(home, ['status'], { OUR_OWN: 'x' })).toEqual(['binding.list alone']);
  });

  test('where it has another home', async () => {
    const { home } = await aMachine();
    expect(await worksAlone(home, ['plan'], { HOME: home.path('shop') })).toEqual([]);
  });

  test('where new files would be readable by others', async () => {
    const { home } = await aMachine();
    const before = process.umask(0o077);
    onTestFinished(() => void process.umask(before));
    expect(await worksAlone(home, ['plan'], {})).toEqual([]);
  });

  test('about all verdicts, where the folder of the command has a say in them', async () => {
    const { home } = await aMachine();
    home.write('outside/package.json', '{}');
    home.write('outside/.npmrc', 'registry=https://npm.example/\n');
    const there = home.path('outside');
    expect(await worksAlone(home, ['status'], {}, there)).toEqual(['binding.list alone']);
    expect(await worksAlone(home, ['plan'], {}, there)).toEqual(['plan.get answered']);
    const findings = async (cwd: string) => (await home.run(['list', '--json'], { cwd })).out;
    expect(await findings(there)).not.toEqual(await findings(home.folder));
  });
});

test('a token that is missing is asked for by the command, once', async () => {
  const { home, emulator } = await aMachine();
  await home.run(['enable', await bindingOf(home, 'npm', home.path('shop'))]);
  const issued = emulator.issuedTokens.length;
  for (const name of ['.npmrc', '.config/pip/pip.conf', '.cargo/credentials.toml']) rmSync(home.path(name));
  const { answers } = await anAgent(home);
  expect(await home.run(['apply'])).toMatchObject({ code: 0 });
  expect(answers).toEqual(['plan.apply alone']);
  expect(emulator.issuedTokens.length).toBe(issued + 1);
  expect(await home.run(['apply'])).toMatchObject({ code: 0, out: 'Nothing to change.\n' });
});

test('what is asked and answered is in no log, and no token leaves the agent', async () => {
  const { home, emulator } = await aMachine();
  await home.run(['enable', await bindingOf(home, 'npm', home.path('shop'))]);
  const { engine, logged } = await anAgent(home);
  const env = { MAVEN_ARGS_PASSWORD: 'planted-password' };
  const printed = [];
  for (const command of ['plan', 'apply', 'status', 'undo']) printed.push(await home.run([command, '--json'], { env }));
  const texts = [...logged, ...engine.logged, ...printed.map(({ out, err }) => out + err)].join('\n');
  for (const secret of [...emulator.issuedTokens, 'planted-password', 'planted-secret-key'])
    expect(texts).not.toContain(secret);
});

/** A socket where an agent's would be; what it says of each line that it gets. */
async function aFakeAgent(home: CliHome, says: (line: number, connection: Socket) => void): Promise<string[]> {
  const heard: string[] = [];
  const server = createServer((connection) => {
    connection.on('error', () => connection.destroy());
    let line = 0;
    createInterface(connection).on('line', (text) => {
      heard.push(text);
      line += 1;
      says(line, connection);
    });
  });
  mkdirSync(home.path('state/agent'), { recursive: true, mode: 0o700 });
  const socket = home.path('state/agent/fake.sock');
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  chmodSync(socket, 0o600);
  home.write('state/agent/agent.json', JSON.stringify({ version, socket, secret: 'x' }), 0o600);
  onTestFinished(() => void server.close());
  return heard;
}

const open = (connection: Socket) => void connection.write('{"value":"open"}\n');

describe.skipIf(process.platform === 'win32')('an agent that is lost', () => {
  test.each<[string, (line: number, connection: Socket) => void]>([
    ['that says nothing', () => {}],
    ['that refuses', (_, connection) => void connection.end('{"value":null}\n')],
    ['that speaks nonsense', (_, connection) => void connection.write('what?\n')],
    ['that goes at once', (_, connection) => void connection.destroy()],
    ['that stops before an answer', (line, connection) => (line === 1 ? open(connection) : undefined)],
    ['that goes before an answer', (line, connection) => (line === 1 ? open(connection) : void connection.destroy())],
  ])('%s before it writes costs nothing but a moment', async (_, says) => {
    const home = aCliHome(await anEmulator());
    await home.run([...LOGIN, 'npm']);
    rmSync(home.path('.npmrc'));
    await aFakeAgent(home, says);
    expect(await home.run(['plan'])).toMatchObject({ code: 0, out: expect.stringContaining('+registry=') });
    expect(await home.run(['apply'])).toMatchObject({ code: 0, out: expect.stringContaining('Wrote ') });
  });

  test.each<[string, (connection: Socket) => void]>([
    ['goes', (connection) => void connection.destroy()],
    ['stops', () => {}],
  ])('that %s while it writes is not done again, and not said to be done', async (_, leaves) => {
    const home = aCliHome(await anEmulator());
    await home.run([...LOGIN, 'npm']);
    rmSync(home.path('.npmrc'));
    const heard = await aFakeAgent(home, (line, connection) => {
      if (line === 1) open(connection);
      else if (heard.at(-1)?.includes('plan.apply') !== true) connection.destroy();
      else connection.write('{"begun":true}\n', () => leaves(connection));
    });
    const applied = await home.run(['apply', '--json']);
    expect(applied.code).toBe(1);
    expect(JSON.parse(applied.out)).toMatchObject({
      error: { code: 'unexpected', command: 'codeartifact-tray plan', retryable: true },
    });
    expect(home.has('.npmrc')).toBe(false);
    expect(heard.map((line) => (JSON.parse(line) as { name?: string }).name)).toEqual([undefined, 'plan.apply']);
    expect(await home.run(['plan'])).toMatchObject({ code: 0, out: expect.stringContaining('+registry=') });
  });

  test('that works for long says so and is waited for', async () => {
    const home = aCliHome(await anEmulator());
    await aFakeAgent(home, (line, connection) => {
      if (line === 1) return open(connection);
      let beats = 0;
      const beating = setInterval(() => {
        beats += 1;
        if (beats < 8) return void connection.write('\n');
        clearInterval(beating);
        connection.write('{"value":{"ok":true,"value":{"id":"1","changes":[],"warnings":[],"clearing":[]}}}\n');
      }, 200);
    });
    expect(await home.run(['plan'])).toMatchObject({ code: 0, out: 'Nothing to change.\n' });
  });
});

test('beside an agent a command loads neither the engine nor the AWS SDK', async () => {
  const { home } = await aMachine();
  const { answers } = await anAgent(home);
  const tellLoaded = `data:text/javascript,import { registerHooks } from 'node:module';
    registerHooks({ load(url, context, next) { process._rawDebug(url); return next(url, context); } });`;
  const env = { ...home.env, NODE_OPTIONS: `--import "${tellLoaded.replaceAll(/\s+/gu, ' ')}"` };
  const { out, err } = await runCli(['plan'], home.folder, env);
  const parts = [...err.matchAll(/\/([^/]+)\.js$/gmu)].map(([, name]) => name);
  expect(out).toContain('cargo');
  expect(answers).toEqual(['plan.get answered']);
  expect(new Set(parts)).toEqual(new Set(['cli', 'commands', 'main', 'node', 'rolldown-runtime']));
});

onUnix('an agent that is held up or killed is done without, and goes on as if nothing had been', async () => {
  const home = aCliHome(await anEmulator());
  await home.run([...LOGIN, 'npm']);
  const { child, exited } = startCli(home, ['run']);
  await vi.waitFor(() => expect(home.has('state/agent/agent.json')).toBe(true), { timeout: 20_000 });
  const plan = async () => runCli(['plan'], home.folder, home.env);
  const nothing = { code: 0, out: 'Nothing to change.\n', err: '' };
  child.kill('SIGSTOP');
  expect(await plan()).toEqual(nothing);
  child.kill('SIGCONT');
  expect(await plan()).toEqual(nothing);
  child.kill('SIGKILL');
  await exited;
  expect(await plan()).toEqual(nothing);
});

onUnix('a command that is interrupted leaves what the agent has begun to be finished', async () => {
  const { home } = await aMachine();
  await home.run(['enable', await bindingOf(home, 'npm', home.path('shop'))]);
  const environment = nodeEnvironment(home.env);
  const engine = anEngine({ home, environment });
  const commands: { kill: () => void }[] = [];
  const forCommand: typeof engine.forCommand = (command) =>
    engine.forCommand({
      ...command,
      mayBegin() {
        const may = command.mayBegin();
        for (const { kill } of commands) kill();
        return may;
      },
    });
  const stop = await answerCommands({ environment, engine: { terminal: engine.terminal, forCommand }, log: () => {} });
  onTestFinished(stop);
  const { child, exited } = startCli(home, ['apply']);
  commands.push({ kill: () => void child.kill('SIGINT') });
  expect(await exited).toEqual([null, 'SIGINT']);
  await vi.waitFor(() => expect(home.has('shop/.npmrc')).toBe(true));
  await vi.waitFor(async () => expect((await home.run(['plan'])).out).toBe('Nothing to change.\n'));
});

test('an agent at its end finishes what it has begun, and nothing else', async () => {
  const { home } = await aMachine();
  await home.run(['enable', await bindingOf(home, 'npm', home.path('shop'))]);
  const environment = nodeEnvironment(home.env);
  const engine = anEngine({ home, environment });
  const stopped: Promise<void>[] = [];
  const forCommand: typeof engine.forCommand = (command) =>
    engine.forCommand({
      ...command,
      mayBegin() {
        const may = command.mayBegin();
        stopped.push(stop());
        return may;
      },
    });
  const stop = await answerCommands({ environment, engine: { terminal: engine.terminal, forCommand }, log: () => {} });
  expect(await home.run(['apply'])).toMatchObject({ code: 0, out: expect.stringContaining('Wrote ') });
  expect(await Promise.all(stopped)).toHaveLength(1);
  expect(home.read('shop/.npmrc')).toContain('registry=');
});
