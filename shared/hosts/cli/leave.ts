/** How long what is left of a finished command may keep the process, such as a lock that is given back. Milliseconds. */
export const GRACE = 500;

/**
 * Ends the process after a command: nobody waits any more for a socket or timer that a library left. A look-up of a name ends it
 * in a way of its own: the system's resolver can't be told, and leaving in the usual way waits for it, 10 seconds and more.
 * Another program in our place ends at once, with the same code.
 */
export async function leave(): Promise<void> {
  if (!process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap')) {
    setTimeout(() => void exitWhenWritten(), GRACE).unref();
    return;
  }
  await allWritten();
  const code = exitCode();
  // Windows has no such call, and its resolver a shorter patience.
  if (process.platform === 'win32' || process.execve === undefined) process.exit(code);
  process.emit('exit', code);
  process.execve('/bin/sh', ['sh', '-c', `exit ${code}`], {});
}

async function exitWhenWritten(): Promise<void> {
  await allWritten();
  process.exit(exitCode());
}

function exitCode(): number {
  return Number(process.exitCode ?? 0);
}

async function allWritten(): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map(written));
}

/** Resolves when everything that was printed has been taken. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
