import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FuseState, FuseV1Options } from '@electron/fuses';

/** Bytes before the fuses of every Electron binary (@electron/fuses, constants.ts). */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** A binary with a fuse wire of version 1 in which every fuse is on: what isn't switched off, a test sees. */
function binary(): Buffer {
  const fuses = Object.values(FuseV1Options).filter((value) => typeof value === 'number').length;
  return Buffer.concat([
    Buffer.from(`a stand-in for Electron ${SENTINEL}`),
    Buffer.from([1, fuses]),
    Buffer.from(Array.from({ length: fuses }, () => FuseState.ENABLE)),
  ]);
}

function write(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
}

const common = { version: '45.4.1', LICENSE: 'licence', 'LICENSES.chromium.html': 'licences' };

/** Stands for the unpacked Electron download of a platform: enough for electron-builder to package an app with. */
export function writeFakeDist(folder: string, platform: 'linux' | 'mac' | 'win'): void {
  if (platform === 'mac') write(folder, { ...common, ...macFiles() });
  else {
    const name = platform === 'win' ? 'electron.exe' : 'electron';
    write(folder, {
      ...common,
      [name]: binary(),
      'locales/en-US.pak': 'en',
      'locales/de.pak': 'de',
      'resources/keep': '',
    });
  }
}

function macFiles(): Readonly<Record<string, string | Buffer>> {
  const contents = 'Electron.app/Contents';
  const files: Record<string, string | Buffer> = {
    [`${contents}/Info.plist`]: plist('Electron'),
    [`${contents}/MacOS/Electron`]: binary(),
    [`${contents}/Resources/electron.icns`]: 'icon',
    [`${contents}/Frameworks/Electron Framework.framework/Electron Framework`]: binary(),
    [`${contents}/Frameworks/Electron Framework.framework/Versions/A/Resources/en.lproj/locale.pak`]: 'en',
    [`${contents}/Frameworks/Electron Framework.framework/Versions/A/Resources/de.lproj/locale.pak`]: 'de',
  };
  for (const suffix of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
    const helper = `${contents}/Frameworks/Electron Helper${suffix}.app/Contents`;
    files[`${helper}/Info.plist`] = plist(`Electron Helper${suffix}`);
    files[`${helper}/MacOS/Electron Helper${suffix}`] = 'helper';
  }
  return files;
}

function plist(executable: string): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<plist version="1.0"><dict>',
    `<key>CFBundleExecutable</key><string>${executable}</string>`,
    `<key>CFBundleName</key><string>${executable}</string>`,
    '<key>CFBundleIconFile</key><string>electron.icns</string>',
    '</dict></plist>',
  ].join('\n');
}
