import { existsSync } from 'node:fs';

/** True when there is something at the path that this process may see. */
export async function exists(path: string): Promise<boolean> {
  return existsSync(path);
}
