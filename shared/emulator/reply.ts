/** An answer that is yet to be sent. A header with several values goes out as several lines. */
export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
};

export function reply(
  status: number,
  contentType: string,
  body: string | Buffer,
  headers: Reply['headers'] = {},
): Reply {
  return { status, headers: { 'content-type': contentType, ...headers }, body };
}

export function jsonReply(status: number, value: unknown, headers: Reply['headers'] = {}): Reply {
  return reply(status, 'application/json', JSON.stringify(value), headers);
}

/** What package managers get instead of a package: they show `message` to the user. */
export function messageReply(status: number, message: string, headers: Reply['headers'] = {}): Reply {
  return jsonReply(status, { message }, headers);
}
