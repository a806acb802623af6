import { existsSync } from 'node:fs';
import path from 'node:path';
import { serveHeadless } from '../headless/server.ts';
import { nodeEnvironment } from '../node/environment.ts';
import { fileLog } from '../node/log.ts';
import { openEngine } from '../node/open-engine.ts';
import type { Io } from './io.ts';

export type ServeOptions = { readonly port: number; readonly demo: boolean };

/** Serves the page and renews tokens until a signal comes. */
export async function serveUntilStopped(io: Io, { port, demo }: ServeOptions): Promise<number> {
  const pageFolder = path.resolve(import.meta.dirname, '../renderer');
  if (!existsSync(path.join(pageFolder, 'index.html'))) {
    io.err(`codeartifact-tray: the page is missing in ${pageFolder}. Build it with "npm run build".`);
    return 1;
  }
  const { stateFolder } = nodeEnvironment();
  const engine = openEngine({ kind: 'headless', demo, log: fileLog(stateFolder) });
  const server = await listen(io, port, pageFolder, engine.api);
  if (server === null) {
    await engine.stop();
    return 7;
  }
  await engine.start();
  io.out(server.address);
  io.err('The address works once, in one browser. Stop with Ctrl+C.');
  await untilStopped();
  await engine.stop();
  await server.close();
  return 0;
}

async function listen(io: Io, port: number, pageFolder: string, api: Parameters<typeof serveHeadless>[0]['api']) {
  try {
    return await serveHeadless({
      api,
      pageFolder,
      port,
      onKeyUsed: (next) => io.err(`To open it in another browser: ${next}`),
    });
  } catch (error) {
    const busy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    io.err(
      busy
        ? `codeartifact-tray: port ${port} is in use. Choose another with --port.`
        : `codeartifact-tray: ${String(error)}`,
    );
    return null;
  }
}

/** Waits for Ctrl+C, a service manager's stop, or a closed terminal. */
export async function untilStopped(): Promise<void> {
  // Timers of the engine don't keep the process alive, this one does.
  const alive = setInterval(() => {}, 2 ** 30);
  await new Promise<void>((resolve) => {
    // Not once: a library that ends the process when nobody listens would find nobody left.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
  clearInterval(alive);
}
