import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { editText } from '../../shared/engine/editors/edit-text.ts';
import { npmrcEditor } from '../../shared/engine/editors/npmrc.ts';
import { medians } from './medians.ts';
import { compared } from './row.ts';
import type { Bench } from './row.ts';

const VALUE = 'https://example.com/';

/** What the engine does with files. */
export const engineBench: Bench = {
  title: 'Files',
  async measure() {
    const folder = mkdtempSync(path.join(tmpdir(), 'codeartifact-bench-'));
    try {
      const lines = Array.from({ length: 200 }, (_, index) => `; line ${index}\nkey${index}=value\n`).join('');
      const work = 'set one value in a .npmrc of 400 lines';
      const env = { ...process.env, HOME: folder, NPM_CONFIG_USERCONFIG: path.join(folder, '.npmrc') };
      const times = await medians({
        [work]: { run: () => void editText(npmrcEditor, lines, [{ kind: 'set', entry: ['registry'], value: VALUE }]) },
        'npm config set': {
          run: () => void spawnSync('npm', ['config', 'set', 'registry', VALUE], { env, stdio: 'ignore' }),
        },
      });
      return [compared({ work }, times, 'npm config set')];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
