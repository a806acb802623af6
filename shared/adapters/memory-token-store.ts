import type { TokenStore } from '../ports/host.ts';

/** Keeps tokens for the life of the process: for hosts where the OS offers no encryption. */
export function createMemoryTokenStore(): TokenStore {
  const tokens = new Map<string, string>();
  return {
    async get(tokenId) {
      return tokens.get(tokenId) ?? null;
    },
    set(tokenId, token) {
      tokens.set(tokenId, token);
    },
    delete(tokenId) {
      tokens.delete(tokenId);
    },
  };
}
