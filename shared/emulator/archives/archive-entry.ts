/** One regular file of an archive. */
export type ArchiveEntry = { readonly path: string; readonly content: string };
