import { readTarget } from '../../../shared/engine/files/text-file.ts';
import type { TargetFile } from '../../../shared/engine/files/text-file.ts';

/** `readTarget` where the test is about something else than reading. */
export async function readOrThrow(file: string): Promise<TargetFile> {
  const target = await readTarget(file);
  if (!target.ok) throw new Error(target.error.message);
  return target.value;
}
