import { readTextFile } from '../../../shared/engine/files/text-file.ts';
import type { TextFile } from '../../../shared/engine/files/text-file.ts';

/** `readTextFile` where the test is about something else than reading. */
export async function readOrThrow(file: string): Promise<TextFile> {
  const target = await readTextFile(file);
  if (!target.ok) throw new Error(target.error.message);
  return target.value;
}
