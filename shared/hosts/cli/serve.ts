import { existsSync } from 'node:fs';
import path from 'node:path';
import type { EngineApi } from '../../contract/engine-api.ts';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import { serveHeadless } from '../headless/server.ts';
import type { HeadlessServer } from '../headless/server.ts';
import { nodeEnvironment } from '../node/environment.ts';
import { fileLog } from '../node/log.ts';
import { openEngine } from '../node/open-engine.ts';
import type { Io } from './io.ts';
import { keepUntilStopped } from './keep-until-stopped.ts';
import { sayingWhatIsWrong } from './saying-what-is-wrong.ts';

export type ServeOptions = { readonly port: number; readonly demo: boolean };

/** Serves the page and refreshes tokens until a signal comes. Problems: `unexpected` without a built page, `portInUse`. */
export async function serveUntilStopped(io: Io, { port, demo }: ServeOptions): Promise<Result<number>> {
  const pageFolder = path.resolve(import.meta.dirname, '../../renderer');
  if (!existsSync(path.join(pageFolder, 'index.html'))) {
    const advice = { advice: 'Build it, then try again.', command: 'npm run build' };
    return failed(problemOf('unexpected', `The page is missing in ${pageFolder}.`, advice));
  }
  const environment = nodeEnvironment();
  const log = sayingWhatIsWrong(io, fileLog(environment.stateFolder));
  const engine = openEngine({ kind: 'headless', demo, log });
  const server = await listen(io, port, pageFolder, engine.api);
  if (!server.ok) {
    await engine.stop();
    return server;
  }
  await engine.start();
  const { newAddress } = server.value;
  const tellAnother = () => tellAddress(io, newAddress());
  io.out(newAddress());
  io.err('The address works once, in one browser, within ten minutes. Stop with Ctrl+C.');
  if (process.platform !== 'win32') {
    io.err(`For another one: kill -USR2 ${process.pid}`);
    // `when-exit`, which conf brings, takes it for the end, and would send it again.
    process.removeAllListeners('SIGUSR2');
    process.on('SIGUSR2', tellAnother);
  }
  await keepUntilStopped(engine, { environment, log });
  process.off('SIGUSR2', tellAnother);
  await engine.stop();
  await server.value.close();
  return ok(0);
}

async function listen(io: Io, port: number, pageFolder: string, api: EngineApi): Promise<Result<HeadlessServer>> {
  try {
    // Not where a service's journal would hold a key that works, always.
    const onKeyUsed = () => (process.stderr.isTTY ? tellAddress(io, server.newAddress()) : undefined);
    const server = await serveHeadless({ api, pageFolder, port, onKeyUsed });
    return ok(server);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    return failed(problemOf('portInUse', `Port ${port} is in use.`, { advice: 'Choose another one with --port.' }));
  }
}

function tellAddress(io: Io, address: string): void {
  io.err(`To open it in another browser: ${address}`);
}
