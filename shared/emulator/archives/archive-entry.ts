/** One regular file of an archive; text is written as UTF-8. */
export type ArchiveEntry = { readonly path: string; readonly content: string | Buffer };

/** The bytes of a file whose path matches, or null. */
export function findFile(files: ReadonlyMap<string, Buffer>, path: RegExp): Buffer | null {
  for (const [name, content] of files) if (path.test(name)) return content;
  return null;
}
