import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';

const WEB = { project: 'user', client: 'npm', profile: 'work', domain: 'platform', repository: 'web' } as const;
const files = ['settings.json', 'journal.json', 'ledger.json'] as const;
const contents = {
  'of a newer version': '{"version":99,"novelty":true}\n',
  'that is cut off': '{"version":1,"tok',
  'of an unknown form': '{"version":1,"tokens":7,"files":7}\n',
  'that holds a list': '[]\n',
  'of a version that no program writes': '{"version":1.5}\n',
  'with NUL bytes, as a power cut leaves it': '\0\0\0\0{"version":1}\0',
};
const cases = files.flatMap((file) => Object.entries(contents).map(([what, text]) => ({ file, what, text })));

async function aMachine() {
  const home = aCliHome(null);
  const clock = manualClock(Date.parse('2026-11-20T10:00:00.000Z'));
  const service = aTokenService(clock);
  const engine = anEngine({ home, clock, aws: service });
  const { bindingId } = await engine.ask('binding.add', { ...WEB, enabled: true });
  await engine.ask('plan.apply', {});
  const [token] = (await engine.state()).tokens;
  return { home, service, engine: anEngine({ home, clock, aws: service }), bindingId, tokenId: token!.id };
}

test.each(cases)('a $file $what is named and never overwritten', async ({ file, text }) => {
  const { home, engine, bindingId, tokenId, service } = await aMachine();
  home.write(`state/${file}`, text);
  const asked = service.requests();

  const { problem } = await engine.state();
  expect(problem).toMatchObject({ code: 'settingsInvalid', message: expect.stringContaining(file) as string });
  const answers = [
    await engine.api.request('plan.apply', {}),
    await engine.api.request('token.refresh', { tokenId }),
    await engine.api.request('binding.remove', { bindingId }),
    await engine.terminal.login({ ...WEB, repository: 'tools' }),
    await engine.terminal.variablesFor(home.folder),
  ];
  for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: 'settingsInvalid' } });

  expect(home.read(`state/${file}`)).toBe(text);
  expect(service.requests()).toBe(asked);
  expect(JSON.stringify(problem)).not.toContain('"tok');
});

test.each(
  files.flatMap((file) =>
    [Buffer.from('{'), Buffer.from('\0\0\0\0{}\0'), Buffer.from([0x7b, 0xff, 0x7d]), Buffer.from('{}', 'utf16le')].map(
      (bytes) => ({ file, bytes, text: JSON.stringify(bytes.toString('latin1')) }),
    ),
  ),
)(
  'who follows the advice of a $file that can not be read ($text) starts anew and has the old one aside',
  async ({ file, bytes }) => {
    const { home, engine } = await aMachine();
    home.write(`state/${file}`, bytes, 0o600);
    for (const aside of [`state/${file}.old`, `state/${file}.old-2`]) {
      const { problem } = await engine.state();
      expect(problem).toMatchObject({ code: 'settingsInvalid' });
      execFileSync('sh', ['-c', problem!.command!]);
      expect(home.bytes(aside)).toEqual(bytes);
      expect(existsSync(home.path(`state/${file}`))).toBe(false);
      expect((await engine.state()).problem).toBeNull();
      home.write(`state/${file}`, bytes, 0o600);
    }
  },
);

const stands = {
  'a folder': (file: string) => mkdirSync(file),
  'a named pipe': (file: string) => void execFileSync('mkfifo', [file]),
  'a link that leads back to itself': (file: string) => symlinkSync(path.basename(file), file),
  'a link to nowhere': (file: string) => symlinkSync('nowhere', file),
};
// A ledger that can't be read at all costs a request per token, and what is asked for says why (engine/tokens.test.ts).
const places = (['settings.json', 'journal.json'] as const).flatMap((file) =>
  Object.entries(stands).map(([what, put]) => ({ file, what, put })),
);

test.skipIf(process.platform === 'win32').each(places)(
  '$what in the place of $file is named as it would be for any file, and is left there',
  async ({ file, put }) => {
    const { home, engine } = await aMachine();
    rmSync(home.path(`state/${file}`));
    put(home.path(`state/${file}`));
    const before = lstatSync(home.path(`state/${file}`)).ino;

    const { problem } = await engine.state();
    expect(problem).toMatchObject({ code: 'fileInvalid', command: null });
    expect(problem!.message).toContain(file);
    expect(problem!.message).not.toMatch(/\bE[A-Z]{4,}\b/);
    for (const answer of [
      await engine.api.request('plan.apply', {}),
      await engine.terminal.login({ ...WEB, repository: 'tools' }),
    ]) {
      expect(answer).toMatchObject({ ok: false, error: { code: 'fileInvalid' } });
    }
    expect(lstatSync(home.path(`state/${file}`)).ino).toBe(before);
  },
);

test.skipIf(process.platform === 'win32')(
  'a state folder that can not be entered is named, and asking again changes nothing',
  async () => {
    const { home, engine } = await aMachine();
    rmSync(home.path('state'), { recursive: true });
    symlinkSync('state', home.path('state'));
    for (const { problem } of [await engine.state(), await engine.state()]) {
      expect(problem).toMatchObject({ code: 'fileInvalid' });
      expect(problem!.message).toContain('is a symbolic link that leads back to itself');
    }
  },
);

test('a file of a newer version asks for an update and offers nothing else', async () => {
  const { home, engine } = await aMachine();
  home.write('state/ledger.json', '{"version":2,"tokens":{}}');
  expect((await engine.state()).problem).toMatchObject({
    message: `${home.path('state/ledger.json')} was written by a newer version of CodeArtifact Tray.`,
    advice: 'Update this copy of CodeArtifact Tray.',
    command: null,
  });
});

test.each(files)('a version between two in %s is called an unknown form, not a newer version', async (file) => {
  const { home, engine } = await aMachine();
  home.write(`state/${file}`, '{"version":1.5}');
  const { problem } = await engine.state();
  expect(problem!.message).toContain('unknown form at version');
  expect(problem!.command).toContain(home.path(`state/${file}`));
});

test.skipIf(process.platform === 'win32').each(files)(
  'a %s that was made read-only is not replaced, and who follows the advice goes on',
  async (file) => {
    const { home, engine, bindingId, tokenId } = await aMachine();
    chmodSync(home.path(`state/${file}`), 0o444);
    const before = home.read(`state/${file}`);
    const changing = {
      'settings.json': async () => engine.api.request('binding.setEnabled', { bindingId, enabled: false }),
      'journal.json': async () => engine.api.request('binding.remove', { bindingId }),
      'ledger.json': async () => engine.api.request('token.refresh', { tokenId }),
    };

    const answer = await changing[file]();
    // The lines are out by then, so the journal's part of a removal is told beside them.
    const left = answer.ok && 'skipped' in answer.value ? answer.value.skipped.map(({ problem }) => problem) : [];
    const [problem] = answer.ok ? left : [answer.error];
    expect(problem).toMatchObject({ code: 'fileNotWritable', command: expect.stringContaining('chmod u+w') });
    expect(home.read(`state/${file}`)).toBe(before);
    expect(home.mode(`state/${file}`)).toBe(0o444);

    execFileSync('sh', ['-c', problem?.command ?? '']);
    expect(await (answer.ok ? engine.api.request('plan.apply', {}) : changing[file]())).toMatchObject({ ok: true });
  },
);
