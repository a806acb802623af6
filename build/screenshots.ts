import path from 'node:path';
import { takeScreenshots } from '../test/support/screenshots.ts';

// `node build/screenshots.ts`: takes the README's pictures anew. Needs `npm run build` before.

const files = await takeScreenshots(path.resolve(import.meta.dirname, '../docs/images'));
console.log(files.join('\n'));
