const RETURN = 0x0d;

/** One part of a multipart body. */
type Part = { readonly name: string; readonly filename: string | null; readonly content: Buffer };

/**
 * The parts of a multipart body (RFC 7578) in their order; null when the body is none. The platform's own reader
 * refuses the unquoted names that .NET clients send, and the lone line feed that NuGet 2.8 ends its part with.
 */
export function readMultipart(contentType: string, body: Buffer): readonly Part[] | null {
  const [, quoted, plain] = /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return null;
  const delimiter = Buffer.from(`--${boundary}`);
  const nextLine = Buffer.from(`\n--${boundary}`);
  const parts: Part[] = [];
  for (let start = body.indexOf(delimiter); start !== -1;) {
    const head = start + delimiter.length;
    if (body.toString('latin1', head, head + 2) === '--') return parts;
    const feed = body.indexOf(nextLine, head);
    const part = feed === -1 ? null : readPart(body.subarray(head, body[feed - 1] === RETURN ? feed - 1 : feed));
    if (part === null) return null;
    parts.push(part);
    start = feed + 1;
  }
  return null;
}

/** A part starts with the line break that ends its delimiter. */
function readPart(bytes: Buffer): Part | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const headers = bytes.toString('utf8', 0, end);
  const disposition = /^content-disposition:\s*form-data(.*)$/im.exec(headers)?.[1] ?? '';
  const name = parameter(disposition, 'name');
  if (name === null) return null;
  return { name, filename: parameter(disposition, 'filename'), content: bytes.subarray(end + 4) };
}

function parameter(disposition: string, name: string): string | null {
  const [, quoted, plain] = new RegExp(String.raw`;\s*${name}=(?:"([^"]*)"|([^\s;]+))`, 'i').exec(disposition) ?? [];
  return quoted ?? plain ?? null;
}
