import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { afterAll, expect } from 'vitest';

// Swift, Gradle and Maven go by the account's home, whatever HOME says: no test may write into the real one.

const WATCHED = ['.netrc', '.swiftpm/configuration/registries.json', '.m2/settings.xml', '.gradle/gradle.properties'];

function written(): readonly string[] {
  const home = userInfo().homedir;
  return WATCHED.map((name) => {
    const { mtimeMs, ino } = statSync(path.join(home, name), { throwIfNoEntry: false }) ?? { mtimeMs: 0, ino: 0 };
    return `${name} ${mtimeMs} ${ino}`;
  });
}

const before = written();

afterAll(() => expect(written(), 'files of the real home').toEqual(before));
