import type { ServerResponse } from 'node:http';
import type { EngineApi } from '../../contract/engine-api.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import { PRIVATE_HEADERS } from './reply.ts';

/** Lets both ends notice a dead connection. Milliseconds. */
const HEARTBEAT = 15_000;

/**
 * Server-sent events: each newer snapshot as an event `snapshot`, beginning with the present one. A browser that reads slowly
 * misses some in between, never the newest.
 */
export async function streamSnapshots(api: EngineApi, response: ServerResponse): Promise<void> {
  response.writeHead(200, { ...PRIVATE_HEADERS, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
  let newest = -1;
  let waiting: Snapshot | null = null;

  function write(snapshot: Snapshot): void {
    response.write(`event: snapshot\nid: ${snapshot.revision}\ndata: ${JSON.stringify(snapshot)}\n\n`);
  }

  function send(snapshot: Snapshot): void {
    // The answer to state.get may come after a newer one that was pushed meanwhile.
    if (snapshot.revision <= newest) return;
    newest = snapshot.revision;
    // A tab that does not read must not fill the memory with old snapshots.
    if (response.writableNeedDrain) waiting = snapshot;
    else write(snapshot);
  }

  const unsubscribe = api.subscribe(send);
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT);
  response.on('drain', () => {
    if (waiting !== null) write(waiting);
    waiting = null;
  });
  // The response's event: the request's one comes only once its body was read.
  response.on('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
  });
  const present = await api.request('state.get', {});
  if (present.ok) send(present.value);
}
