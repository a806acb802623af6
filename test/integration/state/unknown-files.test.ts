import { existsSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
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

test.each(files)(
  'who follows the advice of a %s that can not be read starts anew and has the old one aside',
  async (file) => {
    const { home, engine } = await aMachine();
    home.write(`state/${file}`, '{');
    for (const aside of [`state/${file}.old`, `state/${file}.old-2`]) {
      const { problem } = await engine.state();
      execFileSync('sh', ['-c', problem!.command!]);
      expect(home.read(aside)).toBe('{');
      expect(existsSync(home.path(`state/${file}`))).toBe(false);
      expect((await engine.state()).problem).toBeNull();
      home.write(`state/${file}`, '{');
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
