/** Ends at once whatever is left of a process group; on Windows, which has none, the process alone. */
export function killGroup(leader: number): void {
  try {
    process.kill(process.platform === 'win32' ? leader : -leader, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
