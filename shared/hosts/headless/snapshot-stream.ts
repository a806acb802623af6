import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EngineClient } from '../../contract/engine-client.ts';
import type { Snapshot } from '../../contract/snapshot.ts';

/** Lets both ends notice a dead connection. Milliseconds. */
const HEARTBEAT = 15_000;

/** Server-sent events: every snapshot as an event `snapshot`, beginning with the present one. */
export async function streamSnapshots(
  client: EngineClient,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  function send(snapshot: Snapshot): void {
    response.write(`event: snapshot\nid: ${snapshot.revision}\ndata: ${JSON.stringify(snapshot)}\n\n`);
  }
  const unsubscribe = client.subscribe(send);
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT);
  request.on('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
  });
  const present = await client.request('state.get', {});
  if (present.ok) send(present.value);
}
