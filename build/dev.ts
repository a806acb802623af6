import { spawn } from 'node:child_process';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { createServer } from 'vite';

// `npm run dev`: the page with hot reload, in front of the demo's headless host. Needs no Electron.

const root = path.resolve(import.meta.dirname, '..');
const PORT = 5180;

const host = spawn(
  process.execPath,
  ['--watch', path.join(root, 'shared/hosts/cli/index.ts'), 'demo', '--port', String(PORT)],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
const target = `http://127.0.0.1:${PORT}`;
const server = await createServer({
  root: path.join(root, 'renderer'),
  plugins: [react()],
  server: {
    host: '127.0.0.1',
    proxy: {
      // The host accepts its own origin only, which the page of the development server does not have.
      '/api': { target, headers: { origin: target, 'sec-fetch-site': 'same-origin' } },
      '^/\\?key=': { target },
    },
  },
});
await server.listen();
host.stdout.on('data', (line: Buffer) => {
  const key = line.toString('utf8').split('?key=')[1]?.trim();
  if (key !== undefined) console.log(`${server.resolvedUrls?.local[0] ?? ''}?key=${key}`);
});
process.on('exit', () => host.kill());
