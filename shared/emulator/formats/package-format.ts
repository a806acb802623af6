import type { Reply } from '../reply.ts';

/** A package manager's request that has shown a good token; HEAD comes as GET. */
export type PackageRequest = {
  readonly method: string;
  /** What follows the repository's endpoint, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Of the body; empty when the client named none. */
  readonly contentType: string;
  readonly body: Buffer;
  /** Tells repositories apart over all domains and regions. */
  readonly repository: string;
  /** The repository's endpoint with a trailing slash, by the host name that the client used. */
  readonly url: string;
};

/** Serves one package format for every repository of an emulator. */
export type PackageFormat = (request: PackageRequest) => Reply;

/** Makes a format with nothing published yet; `now` is in milliseconds since 1970. */
export type CreatePackageFormat = (now: () => number) => PackageFormat;

/** What a format keeps for each repository, since what is published to one is in no other. */
export function perRepository<Shelf>(create: () => Shelf): (repository: string) => Shelf {
  const shelves = new Map<string, Shelf>();
  return (repository) => {
    const shelf = shelves.get(repository) ?? create();
    shelves.set(repository, shelf);
    return shelf;
  };
}
