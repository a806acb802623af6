import { readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { writeTextFile } from '../../../shared/engine/files/atomic-write.ts';
import { attributesOf, copyAttributes } from '../../../shared/engine/files/attributes.ts';
import { realFileSystem } from '../../../shared/engine/files/file-system.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { carriedBy, giveAttribute, giveReader, noAttributes } from '../../support/files/real-attributes.ts';
import { readOrThrow } from '../../support/files/read-or-throw.ts';
import { temporaryFolder } from '../../support/files/temporary-folder.ts';

describe.skipIf(noAttributes !== null)(`what a file carries besides bytes (${noAttributes ?? 'real ones'})`, () => {
  test('[permissions] is seen of many files at once, whatever their names', async () => {
    const folder = temporaryFolder();
    const names = ['plain', '-v', 'two\nlines', 'ümläut "quoted"', 'list', 'attribute'];
    const files = names.map((name) => path.join(folder, name));
    for (const file of files) writeFileSync(file, '');
    giveReader(path.join(folder, 'list'));
    giveAttribute(path.join(folder, 'attribute'), 'origin', 'here');
    const carried = await attributesOf(files, 'linux');
    expect([...carried.values()]).toEqual(['nothing', 'nothing', 'nothing', 'nothing', 'attributes', 'attributes']);
  });

  test('[permissions] stays with a login, a refresh and what stood before, while the token is for its owner alone', async () => {
    const home = aCliHome(await anEmulator());
    home.write('real/npmrc', 'fund=false\n', 0o644);
    symlinkSync('real/npmrc', home.path('.npmrc'));
    home.write('shop/.npmrc', 'audit=false\n', 0o664);
    for (const file of ['real/npmrc', 'shop/.npmrc']) {
      giveAttribute(home.path(file), 'origin', 'dotfiles');
      giveReader(home.path(file));
    }
    const before = { carried: carriedBy(home.path('real/npmrc')), mode: home.mode('real/npmrc') };
    const shop = { carried: carriedBy(home.path('shop/.npmrc')), mode: home.mode('shop/.npmrc') };
    expect(Object.keys(before.carried)).toEqual(['system.posix_acl_access', 'user.origin']);

    const login = ['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web'];
    expect(await home.run([...login, '--project', 'shop'])).toMatchObject({ code: 0 });
    expect(home.read('real/npmrc')).toContain('_authToken=');
    expect(home.mode('real/npmrc')).toBe(0o600);
    expect(carriedBy(home.path('real/npmrc'))).toMatchObject({ 'user.origin': before.carried['user.origin'] });
    expect(home.read('shop/.npmrc')).toContain('registry=');
    expect({ carried: carriedBy(home.path('shop/.npmrc')), mode: home.mode('shop/.npmrc') }).toEqual(shop);

    expect(await home.run(['refresh'])).toMatchObject({ code: 0 });
    expect(await home.run(['undo'])).toMatchObject({ code: 0 });
    expect(home.read('real/npmrc')).toBe('fund=false\n');
    expect({ carried: carriedBy(home.path('real/npmrc')), mode: home.mode('real/npmrc') }).toEqual(before);
  });

  test('[permissions] is never lost without a word: a file that would lose it is refused, whole', async () => {
    const file = path.join(temporaryFolder(), '.npmrc');
    writeFileSync(file, 'old=1\n');
    // There is no program here that could copy for that system.
    const elsewhere = { ...realFileSystem, platform: 'aix' } as const;
    const next = { text: 'new=1\n', carried: 'attributes' } as const;
    expect(await writeTextFile(await readOrThrow(file), next, elsewhere)).toMatchObject({
      error: { code: 'fileNotWritable', message: expect.stringContaining('access list or extended attributes') },
    });
    expect([readFileSync(file, 'utf8'), readdirSync(path.dirname(file))]).toEqual(['old=1\n', ['.npmrc']]);
  });
});

// As icacls prints them in German and in English; no word of it is looked at but "(I)".
const HANDED_DOWN = `C:\\Users\\ada\\.npmrc NT-AUTORITÄT\\SYSTEM:(I)(F)
                    VORDEFINIERT\\Administratoren:(I)(F)
                    PC\\ada:(I)(F)

1 Dateien erfolgreich verarbeitet, bei 0 Dateien ist ein Verarbeitungsfehler aufgetreten.
`;
const OWN = `C:\\Users\\ada\\.npmrc PC\\guest:(DENY)(R)
                    PC\\ada:(I)(F)

Successfully processed 1 files; Failed processing 0 files
`;

test.skipIf(process.platform === 'win32')(
  'on Windows an access list counts that the folder did not hand down',
  async () => {
    const folder = temporaryFolder();
    const program = (name: string, script: string) =>
      writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    program('icacls', `cat "$1"`);
    program('powershell', `printf %s "$4" | base64 -d | iconv -f UTF-16LE > ${path.join(folder, 'script')}`);
    vi.stubEnv('PATH', `${folder}${path.delimiter}${process.env['PATH']}`);
    const answers = { handedDown: HANDED_DOWN, own: OWN, other: 'something else\n' };
    const files = Object.entries(answers).map(([name, text]) => {
      writeFileSync(path.join(folder, name), text);
      return path.join(folder, name);
    });
    const carried = await attributesOf([...files, path.join(folder, 'missing')], 'win32');
    expect([...carried.values()]).toEqual(['nothing', 'attributes', 'unknown', 'unknown']);

    expect(await copyAttributes("C:\\it's\\a", 'C:\\b', 'win32')).toBe(true);
    const script = readFileSync(path.join(folder, 'script'), 'utf8');
    expect(script).toContain("GetAccessControl('C:\\it''s\\a', 'Access')");
    expect(script).toContain("SetAccessControl('C:\\b', $list)");
    vi.unstubAllEnvs();
  },
);
