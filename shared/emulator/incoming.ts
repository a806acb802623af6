import type { IncomingMessage } from 'node:http';
import type { InjectedError } from './options.ts';
import type { Reply } from './reply.ts';

/** A request that was read to its end. */
export type Incoming = {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  /** `x-amz-security-token`, which comes with a temporary key. */
  readonly securityToken: string | undefined;
  /** `x-amz-sso_bearer_token`, the access token of an SSO session. */
  readonly ssoToken: string | undefined;
  readonly body: Buffer;
};

/** An answer together with what the request log says of it. */
export type Answer = { readonly operation: string; readonly accessKeyId: string | null; readonly reply: Reply };

/** Takes the next error that a test ordered for an operation, which each service says in a form of its own; null when there is none. */
export type TakeInjected = (operation: string) => InjectedError | null;

/** A service of the one URL: null for a request that is not its own. */
export type Service = (incoming: Incoming) => Answer | null;

/** Bytes of a request body that are kept. */
const LARGEST_BODY = 20 * 1024 * 1024;

/** The whole body, or null when it is too large; then it is still read to its end, so that the client sees our answer. */
export async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  return size <= LARGEST_BODY ? Buffer.concat(chunks) : null;
}
