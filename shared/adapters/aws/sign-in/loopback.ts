import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { CALLBACK_PATH } from './oidc.ts';

/** What the browser brought back, and the page that it is shown then, after which nothing listens any more. */
export type Callback = {
  /** Null when the sign-in was refused. */
  readonly code: string | null;
  answer(isSignedIn: boolean): void;
};

export type Loopback = {
  /** Where the browser comes back to. */
  readonly redirectUri: string;
  readonly callback: Promise<Callback>;
  /** Stops listening at once. */
  close(): void;
};

/** Listens on 127.0.0.1 for the one answer that has the state; everything else is turned away. Rejects when no port can be had. */
export async function listenForCallback(state: string): Promise<Loopback> {
  const server = http.createServer();
  const { promise: callback, resolve } = Promise.withResolvers<Callback>();
  let isTaken = false;

  function close(): void {
    server.close();
    server.closeAllConnections();
  }

  server.on('request', (request, response) => {
    const { port } = server.address() as AddressInfo;
    const url = URL.parse(request.url ?? '', `http://127.0.0.1:${port}`);
    const isOurs = request.headers.host === `127.0.0.1:${port}` && url?.pathname === CALLBACK_PATH;
    if (!isOurs || request.method !== 'GET') return page(response, 404, 'There is nothing here.');
    const { searchParams } = url;
    if (searchParams.get('state') !== state || isTaken) {
      return page(response, 400, 'This is not the sign-in that CodeArtifact Tray has begun.');
    }
    isTaken = true;
    resolve({
      code: searchParams.has('error') ? null : searchParams.get('code'),
      answer(isSignedIn) {
        // Who closed the page before has nothing to read.
        if (response.destroyed) return close();
        response.on('close', close);
        const [first, second] = isSignedIn
          ? ['You are signed in.', 'You can close this page and go on in CodeArtifact Tray.']
          : ['You are not signed in.', 'CodeArtifact Tray says why. You can close this page.'];
        page(response, 200, first ?? '', second);
      },
    });
  });

  await new Promise<void>((listening, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', listening);
  });
  server.unref();
  const { port } = server.address() as AddressInfo;
  return { redirectUri: `http://127.0.0.1:${port}${CALLBACK_PATH}`, callback, close };
}

/** Plain text in a plain page: no script, no picture, nothing from elsewhere, and no trace of the address that led here. */
function page(response: http.ServerResponse, status: number, ...lines: readonly string[]): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    connection: 'close',
  });
  const style = 'font: 1.1rem/1.6 system-ui, sans-serif; margin: 4rem auto; max-width: 30rem; color-scheme: light dark';
  const text = lines.map((line) => `<p>${line}</p>`).join('\n');
  response.end(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>CodeArtifact Tray</title>
<body style="${style}">
${text}
</body>
</html>
`);
}
