import http from 'node:http';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import type { Duplex } from 'node:stream';

export type ProxyServer = {
  readonly port: number;
  /** `HOST:PORT AUTHORIZATION` of each tunnel that was asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
};

/** A proxy on the loopback that refuses tunnels with a status, or leads each of them to one local port whatever host it names. */
export async function startProxy(refusal: number | null, targetPort = 0): Promise<ProxyServer> {
  const asked: string[] = [];
  const sockets = new Set<Duplex>();
  const proxy = http.createServer();
  proxy.on('connect', (request, socket) => {
    sockets.add(socket);
    asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`);
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${refusal} No\r\n\r\n`);
      return;
    }
    const target = net.connect(targetPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(target).pipe(socket);
    });
    for (const [one, other] of [[socket, target] as const, [target, socket] as const]) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    port: (proxy.address() as AddressInfo).port,
    asked,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        proxy.close(() => resolve());
      }),
  };
}
