import { once } from 'node:events';
import { readdirSync, statSync, utimesSync, watch as watchFolder } from 'node:fs';
import path from 'node:path';
import type { CliHome } from '../cli-home.ts';
import { startScript } from '../files/script.ts';

/** A command that meets faults, and what was done before it. */
export type FaultScenario = {
  readonly name: string;
  before(home: CliHome): Promise<void>;
  command(home: CliHome): Promise<readonly string[]>;
  /** For one that goes on until it is stopped: when it has done its work. */
  until?(home: CliHome, signal: AbortSignal): Promise<void>;
  /** Puts everything back as it was before the first command, whatever came of this one; left out, what is on is switched off. */
  restore?(home: CliHome): Promise<void>;
};

const HOLD_LOCK = new URL('../files/hold-lock.ts', import.meta.url);

const WEB = ['--domain', 'platform', '--repository', 'web'];
const NPM = ['--tool', 'npm', ...WEB];
const PIP = ['--tool', 'pip', ...WEB];
const SHOP = [...NPM, '--project', 'shop'];

const ELSEWHERE = 'https://platform-111122223333.d.codeartifact.eu-west-1.amazonaws.com/npm/web/';
const NPMRC =
  '; mine\r\nregistry = "https://first.example/" ; why\r\n@acme:registry=https://acme.example/\r\n\r\nfund=false';

/** Files of a person with traits that have to come back. pip has none yet, nor a folder for one. */
export function aPersonsFiles(home: CliHome): void {
  home.write('.npmrc', NPMRC, 0o644);
  home.write('shop/.npmrc', '# shop\nregistry=https://shop.example/\n', 0o640);
  home.write('lab/.npmrc', `; lab\nregistry=${ELSEWHERE}\nfund=false\n`, 0o644);
}

export const scenarios: readonly FaultScenario[] = [
  { name: 'login to a file that is there', before: async () => {}, command: async () => ['login', ...NPM] },
  { name: 'login to one that has to be made', before: async () => {}, command: async () => ['login', ...PIP] },
  { name: 'apply', before: switchedOn, command: async () => ['apply'] },
  {
    name: 'apply after another one was killed',
    async before(home) {
      await switchedOn(home);
      await leaveALock(home);
    },
    command: async () => ['apply'],
  },
  { name: 'disable', before: applied, command: async (home) => ['disable', (await bindingsOf(home))[0]?.id ?? ''] },
  {
    name: 'apply of what was switched off',
    async before(home) {
      await applied(home);
      await switchOff(home);
    },
    command: async () => ['apply'],
  },
  { name: 'undo', before: applied, command: async () => ['undo'] },
  { name: 'refresh', before: applied, command: async () => ['refresh'] },
  {
    name: 'the agent that refreshes',
    async before(home) {
      await applied(home);
      expireSoon(home);
    },
    command: async () => ['run'],
    until: isRefreshed,
  },
  {
    name: 'a role written for a profile',
    before: async () => {},
    command: async () => [path.join(import.meta.dirname, 'write-role.ts')],
    restore: async (home) => void (await home.run(['undo'])),
  },
  {
    name: 'apply of what is to be cleared',
    async before(home) {
      await ran(home, 'login', ...PIP);
      await ran(home, 'clear', home.path('lab/.npmrc'), '--project', 'lab');
    },
    command: async () => ['apply'],
    async restore(home) {
      await ran(home, 'undo');
      await switchOff(home);
    },
  },
];

/** Takes back all that the commands have done to files of the person. */
export async function restored(home: CliHome, { restore = switchOff }: FaultScenario): Promise<void> {
  await restore(home);
  await ran(home, 'apply');
}

export async function ran(home: CliHome, ...args: readonly string[]): Promise<string> {
  const { code, out, err } = await home.run(args);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${err}`);
  return out.trim();
}

async function switchedOn(home: CliHome): Promise<void> {
  for (const which of [NPM, PIP, SHOP]) await ran(home, 'enable', await ran(home, 'add', ...which));
}

async function applied(home: CliHome): Promise<void> {
  await switchedOn(home);
  await ran(home, 'apply');
}

async function switchOff(home: CliHome): Promise<void> {
  for (const { id, enabled } of await bindingsOf(home)) if (enabled) await ran(home, 'disable', id);
}

async function bindingsOf(home: CliHome): Promise<readonly { readonly id: string; readonly enabled: boolean }[]> {
  const list: { bindings: { id: string; enabled: boolean }[] } = JSON.parse(await ran(home, 'list', '--json'));
  return list.bindings;
}

/** One whose holder was killed. */
async function leaveALock(home: CliHome): Promise<void> {
  const { child, exited, lines } = startScript(HOLD_LOCK, home.path('state'));
  await once(lines, 'line');
  child.kill('SIGKILL');
  await exited;
}

/**
 * Locks that were left are as if just touched for as long as the work goes on: a command that takes one has seen that its holder is dead,
 * and one that waits until it is old ends with `locked`.
 */
export async function whileLocksStayYoung(home: CliHome, work: () => Promise<void>): Promise<void> {
  const names = home.has('state') ? readdirSync(home.path('state'), { recursive: true, encoding: 'utf8' }) : [];
  const left = names
    .filter((name) => /\.lock$|removal-[^/]*$/.test(name))
    .map((name) => home.path(path.join('state', name)))
    .map((place) => ({ place, made: madeAt(place) }));
  const timer = setInterval(() => {
    for (const { place, made } of left) if (madeAt(place) === made) utimesSync(place, new Date(), new Date());
  }, 1000);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}

function madeAt(place: string): number | undefined {
  return statSync(place, { throwIfNoEntry: false })?.birthtimeMs;
}

/** The ledger says that the tokens end in a minute. */
function expireSoon(home: CliHome): void {
  const ledger = JSON.parse(home.read('state/ledger.json')) as { tokens: Record<string, { token: object }> };
  const times = { issuedAt: Date.now() - 43_140_000, expiresAt: Date.now() + 60_000 };
  for (const { token } of Object.values(ledger.tokens)) Object.assign(token, times);
  home.write('state/ledger.json', JSON.stringify(ledger));
}

/** Once every file has another token than when it was asked, or the signal has come. */
async function isRefreshed(home: CliHome, signal: AbortSignal): Promise<void> {
  const files = ['.npmrc', '.config/pip/pip.conf'];
  const old = files.map((file) => home.read(file));
  const watcher = watchFolder(home.folder, { recursive: true });
  signal.addEventListener('abort', () => watcher.close());
  await new Promise<void>((resolve) => {
    watcher.on('close', resolve).on('change', () => {
      if (files.every((file, index) => home.has(file) && home.read(file) !== old[index])) watcher.close();
    });
  });
}
