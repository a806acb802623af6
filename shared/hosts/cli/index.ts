import '../node/assure-home.ts';
import { nodeEnvironment } from '../node/environment.ts';
import { keepCompiled } from './compile-cache.ts';
import { printKeptToken } from './kept-token.ts';

const words = process.argv.slice(2);
const { stateFolder } = nodeEnvironment();
if (!(await printKeptToken(words, stateFolder))) {
  keepCompiled(words, stateFolder);
  const { main } = await import('./main.ts');
  await main(words);
}
