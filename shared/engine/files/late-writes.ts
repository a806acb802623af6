import { constants, open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** A file that is about to be replaced, held open: what is written to it by whoever has opened it as well can still be read. */
export type HeldFile = {
  /** Its bytes, once they hold still, if somebody wrote since it was opened and left something; else null. */
  lateBytes(): Promise<Buffer | null>;
  close(): Promise<void>;
};

/** Who has begun to write is done after so long. Milliseconds. */
const HOLDS_STILL = 20;
const LOOKS = 10;

/** Null where there is none, or where it could not be replaced while it is open: on Windows. */
export async function holdFile(file: string, platform: NodeJS.Platform): Promise<HeldFile | null> {
  if (platform === 'win32') return null;
  // If a FIFO took its place meanwhile, opening it must not wait for a writer.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const stamp = async () => {
    const { size, mtimeNs } = await handle.stat({ bigint: true });
    return `${size} ${mtimeNs}`;
  };
  const before = await stamp();
  return {
    async lateBytes() {
      let last = await stamp();
      if (last === before) return null;
      for (let look = 0; look < LOOKS; look += 1) {
        await delay(HOLDS_STILL);
        const now = await stamp();
        if (now === last) break;
        last = now;
      }
      const { size } = await handle.stat();
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, 0);
      return bytesRead === 0 ? null : buffer.subarray(0, bytesRead);
    },
    close: async () => handle.close(),
  };
}
