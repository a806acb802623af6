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
