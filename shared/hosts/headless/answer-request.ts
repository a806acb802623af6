import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CarriedApi } from '../../contract/engine-api.ts';
import { PRIVATE_HEADERS, refuse } from './reply.ts';
import type { HttpRefusal } from './reply.ts';

/** The largest request the contract can need is far below this. Bytes. */
const LARGEST_BODY = 64 * 1024;
const TOO_LARGE: HttpRefusal = { status: 413, message: 'The request is too large.' };

/** Hands the call in a POST's body, `{"name","params"}`, to the engine and answers with its result. */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  api: CarriedApi,
): Promise<void> {
  // A form or a script of another site can't send this type without asking first, which is never allowed.
  if (request.headers['content-type']?.split(';')[0]?.trim() !== 'application/json') {
    refuse(response, { status: 415, message: 'Only application/json is understood.' });
    return;
  }
  const body = await readBody(request);
  if (typeof body !== 'string') {
    refuse(response, body);
    return;
  }
  const call = parseCall(body);
  if (call === null) {
    refuse(response, { status: 400, message: 'The body is not a JSON object.' });
    return;
  }
  const result = await api.request(call.name, call.params);
  response.writeHead(200, { ...PRIVATE_HEADERS, 'content-type': 'application/json' }).end(JSON.stringify(result));
}

async function readBody(request: IncomingMessage): Promise<string | HttpRefusal> {
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) return TOO_LARGE;
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop must not destroy the connection, or the sender could not read why.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return TOO_LARGE;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseCall(body: string): { readonly name?: unknown; readonly params?: unknown } | null {
  try {
    const call: unknown = JSON.parse(body);
    return typeof call === 'object' && !Array.isArray(call) ? call : null;
  } catch {
    return null;
  }
}
