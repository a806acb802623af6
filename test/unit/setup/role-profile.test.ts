import { chmodSync, lstatSync, rmSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';

const ROLE = {
  profile: 'shop',
  sourceProfile: 'work',
  roleArn: 'arn:aws:iam::444455556666:role/team/Reader',
  externalId: 'tray-2026/Quartz',
  region: 'eu-central-1',
  domain: 'payments',
};
const LINES = [
  'role_arn = arn:aws:iam::444455556666:role/team/Reader',
  'source_profile = work',
  'external_id = tray-2026/Quartz',
  'region = eu-central-1',
];

function aHome(config?: string | Buffer, mode = 0o640): CliHome {
  const home = aCliHome(null);
  if (config !== undefined) home.write('.aws/config', config, mode);
  return home;
}

/** Previews, then writes what was previewed; answers the file. */
async function written(home: CliHome, changes: Partial<typeof ROLE & { mfaSerial: string }> = {}) {
  const engine = anEngine({ home });
  const params = { ...ROLE, ...changes };
  const before = home.has('.aws/config') ? home.bytes('.aws/config') : null;
  const preview = await engine.ask('role.preview', params);
  expect(home.has('.aws/config') ? home.bytes('.aws/config') : null).toEqual(before);
  expect(await engine.ask('role.write', { ...params, id: preview.id })).toEqual({ written: preview.path });
  return { preview, engine, text: home.read('.aws/config') };
}

describe('a profile that takes a role', () => {
  test('is added behind what stands there, and shown first', async () => {
    const config = '# mine\n[profile work]\nregion = eu-west-1   # home\n\n\n; the end';
    const { text, preview } = await written(aHome(config));
    expect(text).toBe(`${config}\n[profile shop]\n${LINES.join('\n')}`);
    expect(preview.displayPath).toMatch(/^~.\.aws.config$/);
    expect(preview.diff).toContain(`+[profile shop]\n${LINES.map((line) => `+${line}`).join('\n')}`);
    expect(preview.policy).toContain('arn:aws:codeartifact:eu-central-1:444455556666:domain/payments');
    expect(preview.template).toContain('Default: Reader\n');
  });

  test('keeps line ends, byte order mark, mode and link', async () => {
    const home = aHome('\u{FEFF}[profile work]\r\nregion=eu-west-1\r\n', 0o604);
    const real = home.path('dotfiles-config');
    home.write('dotfiles-config', home.bytes('.aws/config'), 0o604);
    home.write('.aws/config', '');
    rmSync(home.path('.aws/config'));
    symlinkSync(real, home.path('.aws/config'));
    const { text } = await written(home);
    expect(text).toBe(`\u{FEFF}[profile work]\r\nregion=eu-west-1\r\n[profile shop]\r\n${LINES.join('\r\n')}\r\n`);
    expect(lstatSync(home.path('.aws/config')).isSymbolicLink()).toBe(true);
    if (process.platform !== 'win32') expect(home.mode('dotfiles-config')).toBe(0o604);
  });

  test('makes the file where there is none, for its user alone', async () => {
    const home = aHome();
    rmSync(home.path('.aws/config'));
    const { text, preview } = await written(home);
    expect(text).toBe(`[profile shop]\n${LINES.join('\n')}\n`);
    expect(preview.diff).toMatch(/^--- \/dev\/null/);
    if (process.platform !== 'win32') expect(home.mode('.aws/config')).toBe(0o600);
  });

  test.each(['[profile shop]', '[profile  "shop"]', "[profile 'shop']"])(
    'that stands there as %s is changed, and keeps what is not about the role',
    async (header) => {
      const config = `${header}\nROLE_ARN=arn:aws:iam::1:role/old\nsource_profile = other\nmfa_serial = old-device-1\noutput = json\n\n[profile z]\nregion = x\n`;
      const { text, preview } = await written(aHome(config));
      expect(text.match(/\[/g)).toHaveLength(2);
      expect(text).toContain(`${header}\nROLE_ARN=${ROLE.roleArn}\nsource_profile = work\noutput = json\n`);
      expect(text).not.toContain('mfa_serial');
      expect(preview.diff).toContain(' output = json');
    },
  );

  test.each([
    ['two words', "[profile 'two words']"],
    ['ünï', '[profile ünï]'],
    ['default', '[default]'],
  ])('of the name %s gets the section that the AWS CLI would write', async (profile, header) => {
    expect((await written(aHome(''), { profile })).text).toContain(`${header}\nrole_arn = `);
  });

  test.each([
    ['in a file that is there', '[profile work]\r\nregion = eu-west-1'],
    ['over one that is there', '[profile shop]\nrole_arn = old\nmfa_serial = old-device-1\n[profile work]\n'],
    ['in no file', undefined],
  ])('is taken back by undo, to the byte: %s', async (_, config) => {
    const home = aHome(config);
    if (config === undefined) rmSync(home.path('.aws/config'));
    const { engine } = await written(home);
    const after = await engine.state();
    expect(after.canUndo).toBe(true);
    expect(await engine.ask('plan.undo', {})).toMatchObject({ written: [home.path('.aws/config')], skipped: [] });
    expect(home.has('.aws/config') ? home.read('.aws/config') : undefined).toBe(config);
    expect((await engine.state()).canUndo).toBe(false);
  });

  test('is left by undo where the file was changed there since, which is said', async () => {
    const home = aHome('[profile work]\n');
    const { engine, text } = await written(home);
    home.write('.aws/config', text.replace('tray-2026', 'mine'));
    expect(await engine.ask('plan.undo', {})).toMatchObject({
      written: [],
      skipped: [
        { problem: { code: 'notRestorable', advice: 'Take out of the file by hand what you no longer want.' } },
      ],
    });
    expect(home.read('.aws/config')).toContain('mine');
  });

  test.each(['[profile work]\n', '[profile other]\n', null])(
    'leaves undo nothing to do where its lines are gone already: %j',
    async (rest) => {
      const home = aHome('[profile work]\n');
      const { engine } = await written(home);
      if (rest === null) rmSync(home.path('.aws/config'));
      else home.write('.aws/config', rest);
      expect(await engine.ask('plan.undo', {})).toMatchObject({ written: [], skipped: [] });
      expect(home.has('.aws/config') ? home.read('.aws/config') : null).toBe(rest);
    },
  );

  test.each(['region = us-west-2', 'role_arn = arn:aws:iam::111122223333:role/Other', 'mfa_serial = old-device-1'])(
    'is refused where the credentials file says otherwise: %s',
    async (line) => {
      const home = aHome('[profile work]\n');
      home.write('.aws/credentials', `[shop]\n${line}\n`, 0o600);
      const engine = anEngine({ home });
      const reply = await engine.api.request('role.preview', ROLE);
      const message = `The credentials file has ${line.split(' ')[0]} of profile shop, which goes before this file.`;
      expect(reply).toMatchObject({ ok: false, error: { code: 'invalidInput', message } });
      expect(await engine.api.request('role.preview', { ...ROLE, profile: 'another' })).toMatchObject({ ok: true });
    },
  );

  test('leaves undo with the apply before it, where it could not be written', async () => {
    const home = aHome('[profile work]\n');
    const engine = anEngine({ home });
    const { id } = await engine.ask('role.preview', ROLE);
    chmodSync(home.path('.aws/config'), 0o400);
    expect(await engine.api.request('role.write', { ...ROLE, id })).toMatchObject({ ok: false });
    expect((await engine.state()).canUndo).toBe(false);
  });

  test('changes nothing when it says that already', async () => {
    const home = aHome(`[profile work]\n\n[profile shop]\n${LINES.join('\n')}\n`);
    const { preview, text } = await written(home);
    expect(preview.diff).toBe('');
    expect(text).toBe(`[profile work]\n\n[profile shop]\n${LINES.join('\n')}\n`);
  });

  test('is not written over what another program has written since', async () => {
    const home = aHome('[profile work]\n');
    const engine = anEngine({ home });
    const { id } = await engine.ask('role.preview', ROLE);
    home.write('.aws/config', '[profile work]\nregion = eu-west-2\n');
    const late = await engine.api.request('role.write', { ...ROLE, id });
    expect(late).toMatchObject({ ok: false, error: { code: 'planChanged' } });
    const another = await engine.ask('role.preview', ROLE);
    const changed = await engine.api.request('role.write', { ...ROLE, id: another.id, externalId: 'another' });
    expect(changed).toMatchObject({ ok: false, error: { code: 'planChanged' } });
    expect(home.read('.aws/config')).toBe('[profile work]\nregion = eu-west-2\n');
  });

  test('shows no secret of the file, and puts no External ID into log or activity', async () => {
    const secret = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY';
    const config = `[profile keys]\naws_secret_access_key = ${secret}\ncredential_process = /bin/get --password hunter22x\n`;
    const { preview, engine } = await written(aHome(config));
    expect(preview.diff).toContain('aws_secret_access_key');
    expect(preview.diff).not.toContain(secret);
    expect(preview.diff).not.toContain('hunter22x');
    const { activity } = await engine.state();
    expect(activity.map(({ message }) => message).join()).toContain('profile shop');
    expect(JSON.stringify([activity, engine.logged])).not.toContain('Quartz');
  });

  test.each([
    ['a source that is not there', { sourceProfile: 'nobody' }, 'profileNotFound'],
    ['itself as the source', { sourceProfile: 'shop' }, 'invalidInput'],
    ['a source that takes a role with it', { profile: 'work', sourceProfile: 'chained' }, 'invalidInput'],
    ['the name of a profile with keys', { profile: 'other' }, 'invalidInput'],
    ['the default chain as the source', { sourceProfile: '(default chain)' }, 'invalidInput'],
    ['the default chain as its name', { profile: '(default chain)' }, 'invalidInput'],
    ['a short External ID', { externalId: 'x' }, 'invalidInput'],
    ['an External ID with a line end', { externalId: 'ab\nregion = x' }, 'invalidInput'],
    ['a role that is none', { roleArn: 'arn:aws:iam::1:user/x' }, 'invalidInput'],
    ['a name with a bracket', { profile: 'a]b' }, 'invalidInput'],
    ['a name with a line end', { profile: 'a\nb' }, 'invalidInput'],
    ['a name with a blank at its end', { profile: 'a ' }, 'invalidInput'],
  ])('is refused with %s', async (_, changes, code) => {
    const home = aHome(
      '[profile work]\n\n[profile chained]\nsource_profile = work\nrole_arn = arn:aws:iam::111122223333:role/a\n',
    );
    const reply = await anEngine({ home }).api.request('role.preview', { ...ROLE, ...changes });
    expect(reply).toMatchObject({ ok: false, error: { code } });
  });

  test('is refused in a file that the AWS CLI refuses', async () => {
    const home = aHome('[profile work]\n\n[profile a]\nregion = x\n[profile a]\nregion = y\n');
    const reply = await anEngine({ home }).api.request('role.preview', ROLE);
    expect(reply).toMatchObject({ ok: false, error: { code: 'fileInvalid' } });
  });
});
