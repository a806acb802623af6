/**
 * Ends the process where a look-up of a name is still under way: nobody wants its answer any more, but the system's resolver can't be
 * told, and leaving in the usual way waits for it, 10 seconds and more. Another program in our place ends at once, with the same code.
 */
export async function leaveLookups(): Promise<void> {
  if (!process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap')) return;
  await Promise.all([process.stdout, process.stderr].map(written));
  const code = Number(process.exitCode ?? 0);
  // Windows has no such call, and its resolver a shorter patience.
  if (process.platform === 'win32' || process.execve === undefined) process.exit(code);
  process.emit('exit', code);
  process.execve('/bin/sh', ['sh', '-c', `exit ${code}`], {});
}

/** Resolves when everything that was printed has been taken. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
