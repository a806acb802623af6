import type { FileHandle } from 'node:fs/promises';
import { realFileSystem } from '../../../shared/engine/files/file-system.ts';
import type { FileSystem } from '../../../shared/engine/files/file-system.ts';

const calls = ['open', 'rename', 'mkdir', 'unlink', 'stat'] as const;
const handleCalls = ['writeFile', 'chown', 'chmod', 'sync', 'close'] as const;

export type FaultStep = (typeof calls)[number] | (typeof handleCalls)[number];

export function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: made to fail, ${syscall}`), { code, syscall });
}

/** The real file system, except that one step of a write always fails with the given code. `failures` counts how often it did. */
export function failingFileSystem(
  step: FaultStep,
  code: string,
): { readonly fs: FileSystem; readonly failures: () => number } {
  let failures = 0;
  async function fail(): Promise<never> {
    failures += 1;
    throw systemError(code, step);
  }
  const isCall = calls.some((call) => call === step);
  const fs = isCall ? { ...realFileSystem, [step]: fail } : withHandles((handle) => ({ [step]: failOn(handle) }));

  function failOn(handle: FileHandle) {
    const close = handle.close.bind(handle);
    // A failed close still closes: else the test itself would leak the file.
    return step === 'close' ? () => close().then(fail) : fail;
  }
  return { fs, failures: () => failures };
}

/** The real file system with some methods of every opened file replaced. */
export function withHandles(methods: (handle: FileHandle) => object): FileSystem {
  return {
    ...realFileSystem,
    open: async (...args: Parameters<FileSystem['open']>) => {
      const handle = await realFileSystem.open(...args);
      return Object.assign(handle, methods(handle));
    },
  };
}
