import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';

const tellLoaded = `data:text/javascript,process.on('exit', () => console.error(process.moduleLoadList.join(';')))`;

test('a command that asks nobody loads none of the large parts of Node that only a request would need', async () => {
  const home = aCliHome(null);
  const { code, err } = await home.run(['status'], { env: { NODE_OPTIONS: `--import "${tellLoaded}"` } });
  const loaded = err.trim().split(';');
  expect(code).toBe(0);
  expect(loaded).toContain('NativeModule fs');
  expect(loaded.filter((name) => /undici|http2|sqlite|wasi/u.test(name))).toEqual([]);
});
