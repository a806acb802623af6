import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { manualClock } from '../../support/manual-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';

const HOUR = 3_600_000;
const KEY = '//d.example/npm/web/:_authToken';

/** A machine with npm ready to be switched on at user level. */
function aMachine() {
  const home = aCliHome(null);
  const clock = manualClock();
  const service = aTokenService(clock);
  const engine = anEngine({ home, clock, aws: service });
  return {
    home,
    clock,
    service,
    engine,
    async switchOn(client = 'npm') {
      const address = { profile: 'work', domain: 'platform', repository: 'web' };
      const { bindingId } = await engine.ask('binding.add', { project: 'user', client, ...address, enabled: true });
      await engine.ask('plan.apply', {});
      return bindingId;
    },
    async switchOff(bindingId: string) {
      await engine.ask('binding.setEnabled', { bindingId, enabled: false });
      await engine.ask('plan.apply', {});
    },
  };
}

describe('a file that another tool wrote anew', () => {
  test('[rewritten-file] without comments, sorted and in quotes, is still known by its keys: nothing is inserted twice', async () => {
    const { home, clock, service, engine, switchOn, switchOff } = aMachine();
    home.write('.npmrc', '; mine\nfund=false\n');
    const id = await switchOn();
    const lines = home.read('.npmrc').split('\n').slice(1, -1).sort();
    const quoted = lines.map((line) => line.replace(/^([^=]+)=(.*)$/, '"$1" = "$2"'));
    home.write('.npmrc', `${quoted.join('\n')}\n`);

    expect((await engine.state()).plan.changes).toEqual([]);
    clock.advance(HOUR);
    await engine.ask('token.refreshAll', {});

    expect(home.read('.npmrc')).toBe(
      `"${KEY}" = "${service.issued[1]}"\n"fund" = "false"\n"registry" = "https://d.example/npm/web/"\n`,
    );
    await switchOff(id);
    expect(home.read('.npmrc')).toBe('"fund" = "false"\n');
  });

  test('[switching-off] what a person wrote around our lines stays when they are switched off, and theirs over ours as well', async () => {
    const { home, switchOn, switchOff } = aMachine();
    home.write('.npmrc', 'fund=false\n');
    const id = await switchOn();
    const registry = 'registry=https://d.example/npm/web/\n';
    home.write('.npmrc', home.read('.npmrc').replace(registry, 'registry=https://mine.example/\n; new\n'));
    await switchOff(id);
    expect(home.read('.npmrc')).toBe('fund=false\nregistry=https://mine.example/\n; new\n');
  });

  test('[duplicate-npmrc-key] all of several lines with one key get the token, and theirs come back', async () => {
    const { home, service, switchOn, switchOff } = aMachine();
    const text = `${KEY}=expired\na=1\n ${KEY} = "too" ; c\n`;
    home.write('.npmrc', text);
    const id = await switchOn();
    const [token] = service.issued;
    expect(home.read('.npmrc')).toBe(
      `${KEY}=${token}\na=1\n ${KEY} = "too" ; c\n`.replace('"too"', token!) + 'registry=https://d.example/npm/web/\n',
    );
    await switchOff(id);
    expect(home.read('.npmrc')).toBe(text);
  });
});

describe('[links] a link into a dotfiles repository', () => {
  function dotfiles({ home }: ReturnType<typeof aMachine>) {
    home.write('dotfiles/npmrc', 'fund=false\n');
    symlinkSync('dotfiles/npmrc', home.path('.npmrc'));
    const git = (...args: string[]) => execFileSync('git', ['-C', home.path('dotfiles'), ...args], { env: home.env });
    git('init', '--quiet');
    return git;
  }

  test.each([
    ['git tracks', true],
    ['git would pick', false],
  ])('gets no token while %s the file there, and the file is named', async (why, tracked) => {
    const machine = aMachine();
    const git = dotfiles(machine);
    if (tracked) git('add', 'npmrc');
    await machine.switchOn();
    const { state, problem } = (await machine.engine.state()).bindings[0]!;
    expect({ state, code: problem?.code }).toEqual({ state: 'refused', code: 'secretInGit' });
    expect(problem?.message).toContain(`${why} ${machine.home.path('dotfiles/npmrc')}`);
    expect(problem?.advice).toContain('outside of that repository');
    expect(machine.home.read('dotfiles/npmrc')).toBe('fund=false\n');
  });

  test('gets one, through the link, where git ignores the file', async () => {
    const machine = aMachine();
    dotfiles(machine);
    machine.home.write('dotfiles/.gitignore', 'npmrc\n');
    const id = await machine.switchOn();
    expect(readFileSync(machine.home.path('dotfiles/npmrc'), 'utf8')).toContain(`${KEY}=ey`);
    expect(lstatSync(machine.home.path('.npmrc')).isSymbolicLink()).toBe(true);
    await machine.switchOff(id);
    expect(machine.home.read('dotfiles/npmrc')).toBe('fund=false\n');
  });
});

describe('[variable-alone] a file that takes the token from a variable', () => {
  test.each([['npm', '.npmrc', `${KEY}=\${CODEARTIFACT_AUTH_TOKEN}\n`]])(
    'is left to it by %s, and exec is named, which sets the variable for what it starts',
    async (client, file, text) => {
      const { home, engine, switchOn } = aMachine();
      mkdirSync(home.path('shop'));
      home.write(file, text);
      await switchOn(client);
      const { problem } = (await engine.state()).bindings[0]!;
      expect(problem).toMatchObject({ code: 'envManaged', advice: expect.stringContaining('codeartifact-tray exec') });
      expect(problem?.message).toContain('CODEARTIFACT_AUTH_TOKEN');
      expect(home.read(file)).toBe(text);
    },
  );

  test.each([
    ['pip', '.config/pip/pip.conf', '[global]\nindex-url = https://aws:${CODEARTIFACT_AUTH_TOKEN}@d.example/\n'],
    ['gradle', '.gradle/gradle.properties', 'codeartifactPassword=${CODEARTIFACT_AUTH_TOKEN}\n'],
  ])(
    'is no such file to %s, which fills in no variables: the line that works takes its place',
    async (client, file, text) => {
      const { home, switchOn, switchOff } = aMachine();
      home.write(file, text);
      const id = await switchOn(client);
      expect(home.read(file)).not.toContain('${');
      await switchOff(id);
      expect(home.read(file)).toBe(text);
    },
  );
});
