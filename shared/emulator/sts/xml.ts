import { randomUUID } from 'node:crypto';
import { reply } from '../reply.ts';
import type { Reply } from '../reply.ts';

/** Elements by name, in their order. */
export type Elements = { readonly [name: string]: string | Elements };

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** A result of the query protocol. */
export function resultReply(action: string, result: Elements): Reply {
  return xmlReply(200, `${action}Response`, {
    [`${action}Result`]: result,
    ResponseMetadata: { RequestId: randomUUID() },
  });
}

/** An error of the query protocol. */
export function errorReply(status: number, code: string, message: string): Reply {
  const type = status < 500 ? 'Sender' : 'Receiver';
  return xmlReply(status, 'ErrorResponse', {
    Error: { Type: type, Code: code, Message: message },
    RequestId: randomUUID(),
  });
}

function xmlReply(status: number, root: string, elements: Elements): Reply {
  return reply(status, 'text/xml', `<${root} xmlns="${NAMESPACE}">${written(elements)}</${root}>`);
}

function written(elements: Elements): string {
  return Object.entries(elements)
    .map(([name, value]) => `<${name}>${typeof value === 'string' ? escaped(value) : written(value)}</${name}>`)
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
