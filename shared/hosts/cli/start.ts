import '../node/assure-home.ts';
import { keepCompiled } from './compile-cache.ts';

const words = process.argv.slice(2);
keepCompiled(words);
// Not awaited: its parts import this one, and would wait for it in turn.
void begin();

async function begin(): Promise<void> {
  const { main } = await import('./main.ts');
  await main(words);
}
