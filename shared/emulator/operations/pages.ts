import { validationError } from '../aws-error.ts';
import { jsonReply } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { Call } from './operation.ts';

/** Most that one page holds, by the service model. */
const LARGEST_PAGE = 1000;

/** One page of a list under `key`, with `nextToken` unless it is the last; tokens are opaque to clients. */
export function pageReply(call: Call, key: string, items: readonly unknown[]): Reply {
  const start = decodeToken(call.input.get('nextToken'));
  if (start === null) return validationError('The nextToken is not valid.', 'FIELD_VALIDATION_FAILED');
  const end = start + Number(call.input.get('maxResults') ?? LARGEST_PAGE);
  const more = end < items.length ? { nextToken: encodeToken(end) } : {};
  return jsonReply(200, { [key]: items.slice(start, end), ...more });
}

function encodeToken(offset: number): string {
  return Buffer.from(`offset:${offset}`).toString('base64url');
}

function decodeToken(token: string | undefined): number | null {
  if (token === undefined) return 0;
  const [, offset] = /^offset:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString('latin1')) ?? [];
  return offset === undefined ? null : Number(offset);
}
