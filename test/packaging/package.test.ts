import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trayIcons } from '../../shared/view/tray/tray.ts';
import { iconFile } from '../../electron/main/tray/icon-file.ts';
import { buildApp } from '../support/built-app.ts';
import { writeFakeDist } from './fake-dist.ts';

const root = path.resolve(import.meta.dirname, '../..');
type Platform = 'linux' | 'mac' | 'win';

/** Where the packed app, its resources and the file with the fuses are. */
const layouts: Readonly<
  Record<Platform, { readonly resources: string; readonly binary: string; readonly extra: readonly string[] }>
> = {
  linux: { resources: 'linux-unpacked/resources', binary: 'linux-unpacked/codeartifact-tray', extra: [] },
  mac: {
    resources: 'mac/CodeArtifact Tray.app/Contents/Resources',
    binary: 'mac/CodeArtifact Tray.app',
    extra: ['-c.mac.identity=null'],
  },
  // Editing the executable and writing integrity into it both need a real one.
  win: {
    resources: 'win-unpacked/resources',
    binary: 'win-unpacked/CodeArtifact Tray.exe',
    extra: ['-c.win.signAndEditExecutable=false', '-c.disableAsarIntegrity=true'],
  },
};
const platforms = Object.keys(layouts) as Platform[];

let app = '';
beforeAll(async () => {
  app = await buildApp();
  // What must never ship, where it could be picked up.
  mkdirSync(path.join(app, 'node_modules/left-over'), { recursive: true });
  writeFileSync(path.join(app, 'node_modules/left-over/package.json'), '{"name":"left-over","version":"1.0.0"}');
  const manifest = JSON.parse(readFileSync(path.join(app, 'package.json'), 'utf8')) as Record<string, unknown>;
  writeFileSync(
    path.join(app, 'package.json'),
    JSON.stringify({ ...manifest, dependencies: { 'left-over': '1.0.0' } }),
  );
  writeFileSync(path.join(app, '.env'), 'SECRET=1');
  mkdirSync(path.join(app, 'out/node'));
  writeFileSync(path.join(app, 'out/node/cli.js'), '');
  for (const platform of platforms) pack(platform);
}, 120_000);
afterAll(() => rmSync(app, { recursive: true, force: true }));

function pack(platform: Platform, extra: readonly string[] = []): void {
  const dist = path.join(app, `fake-${platform}`);
  writeFakeDist(dist, platform);
  const command = path.join(root, 'node_modules/electron-builder/cli.js');
  const target = [`--${platform}`, '--x64', '--dir', '--publish', 'never', '--projectDir', app];
  const config = [
    '-c',
    path.join(app, 'build/electron-builder.yml'),
    `-c.electronDist=${dist}`,
    ...layouts[platform].extra,
    ...extra,
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...target, ...config], {
    cwd: app,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`electron-builder for ${platform} failed:\n${stdout}\n${stderr}`);
}
function packed(platform: Platform, file = ''): string {
  return path.join(app, 'dist', layouts[platform].resources, file);
}

describe.each(platforms)('the package for %s', (platform) => {
  test('holds main, preload, renderer and package.json, and nothing else', () => {
    const files = listPackage(packed(platform, 'app.asar'), { isPack: false }).map((file) =>
      file.replaceAll('\\', '/'),
    );
    expect(files).toEqual(
      expect.arrayContaining([
        '/package.json',
        '/out/main/index.js',
        '/out/preload/index.cjs',
        '/out/renderer/index.html',
      ]),
    );
    expect(new Set(files.map((file) => file.split('/')[1]))).toEqual(new Set(['package.json', 'out']));
    expect(new Set(files.flatMap((file) => file.split('/')[2] ?? []))).toEqual(
      new Set(['main', 'preload', 'renderer']),
    );
    expect(files.filter((file) => /\.map$|\.ts$|node_modules|\.env/.test(file))).toEqual([]);
  });

  test('starts with the built main', () => {
    const manifest = JSON.parse(extractFile(packed(platform, 'app.asar'), 'package.json').toString()) as Record<
      string,
      unknown
    >;
    expect(manifest).toMatchObject({ main: 'out/main/index.js', type: 'module' });
    expect(manifest).not.toHaveProperty('devDependencies');
    // The notification identity of Windows is the appId of the installer.
    expect(extractFile(packed(platform, 'app.asar'), 'out/main/index.js').toString()).toContain(
      '"io.github.codeartifact-tray"',
    );
  });

  test('has an icon file for every state of the tray', () => {
    const electronPlatform = { linux: 'linux', mac: 'darwin', win: 'win32' } as const;
    for (const icon of trayIcons) {
      for (const isDark of [true, false]) {
        expect(existsSync(packed(platform, `tray/${iconFile(icon, electronPlatform[platform], isDark)}`))).toBe(true);
      }
    }
  });

  test('S12: has every fuse as decided', async () => {
    const wire = await getCurrentFuseWire(path.join(app, 'dist', layouts[platform].binary));
    const isOn = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE;
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode),
      cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
      browserSnapshot: isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      filePrivileges: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      inspect: false,
      asarIntegrity: true,
      onlyAsar: true,
      browserSnapshot: false,
      filePrivileges: false,
    });
  });
});

test('S13: the Mac app knows the hash of its archive, lives in the menu bar and has our icon', () => {
  const contents = path.join(packed('mac'), '..');
  const plist = readFileSync(path.join(contents, 'Info.plist'), 'utf8').replaceAll(/>\s+</g, '><');
  expect(plist).toContain('<key>LSUIElement</key><true/>');
  expect(plist).toMatch(
    /<key>ElectronAsarIntegrity<\/key><dict><key>Resources\/app\.asar<\/key><dict><key>algorithm<\/key><string>SHA256<\/string><key>hash<\/key><string>[0-9a-f]{64}/,
  );
  expect(plist).toContain('<key>CFBundleIdentifier</key><string>io.github.codeartifact-tray</string>');
  const icon = /<key>CFBundleIconFile<\/key><string>(.*?)<\/string>/.exec(plist)?.[1] ?? '';
  expect(readFileSync(path.join(contents, 'Resources', icon))).toEqual(
    readFileSync(path.join(root, 'build/icon.icns')),
  );
});

test('only the language that the app speaks is packed', () => {
  expect(readdirSync(path.join(app, 'dist/linux-unpacked/locales'))).toEqual(['en-US.pak']);
});

test('S12: a fuse that does not exist is refused instead of ignored', () => {
  expect(() => pack('linux', ['-c.electronFuses.runAsNod=false'])).toThrow('electronFuses');
});

const cli = path.join(root, 'out/node/cli.js');
test.skipIf(!existsSync(cli))('the bundle for plain Node imports no electron (skipped without out/node/cli.js)', () => {
  const folder = path.dirname(cli);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  expect(files).toContain('cli.js');
  for (const file of files)
    expect(readFileSync(path.join(folder, file), 'utf8')).not.toMatch(
      /(?:from|require\(|import\(|import)\s*["']electron["']/,
    );
});
