import { BlockList, isIP } from 'node:net';
import type http from 'node:http';
import type { Environment } from '../../ports/host.ts';

/** The proxy variables alone; lower case wins, as with curl. This machine itself is never reached through a proxy. */
export function proxyEnvironment(env: Environment['env']): NonNullable<http.AgentOptions['proxyEnv']> {
  const excepted = env['no_proxy'] || env['NO_PROXY'];
  return {
    HTTPS_PROXY: env['https_proxy'] || env['HTTPS_PROXY'],
    HTTP_PROXY: env['http_proxy'] || env['HTTP_PROXY'],
    NO_PROXY: [excepted, 'localhost', '127.0.0.1', '[::1]'].filter(Boolean).join(','),
  };
}

/** Host names and ports by which a connection to a configured proxy is told from one to AWS. */
export function proxyPeers(env: Environment['env']): readonly string[] {
  const { HTTPS_PROXY, HTTP_PROXY } = proxyEnvironment(env);
  return [HTTPS_PROXY, HTTP_PROXY].flatMap((text) => {
    const url = URL.parse(text ?? '');
    return url === null ? [] : [url.hostname, url.port || (url.protocol === 'https:' ? '443' : '80')];
  });
}

/** Scheme, host and port of the proxy by which Node's agents (v24) would go to a URL, without user and password; null where they go by none. */
export function proxyFor(env: Environment['env'], target: URL): string | null {
  const { HTTPS_PROXY, HTTP_PROXY, NO_PROXY = '' } = proxyEnvironment(env);
  const proxy = URL.parse((target.protocol === 'https:' ? HTTPS_PROXY : HTTP_PROXY) ?? '');
  if (proxy === null) return null;
  const isExcepted = NO_PROXY.split(',').some((entry) => excepts(entry.trim().toLowerCase(), target));
  return isExcepted ? null : `${proxy.protocol}//${proxy.host}`;
}

function excepts(entry: string, { hostname, port, protocol }: URL): boolean {
  if (entry === '') return false;
  const withPort = `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
  if (entry === '*' || entry === hostname || entry === withPort) return true;
  if (entry.startsWith('*.')) return hostname.endsWith(entry.slice(1));
  if (entry.startsWith('.')) return hostname.endsWith(entry.slice(1));
  const [first = '', last = ''] = entry.split('-');
  if (isIP(first) !== 4 || isIP(last) !== 4 || isIP(hostname) !== 4) return false;
  const range = new BlockList();
  range.addRange(first, last);
  return range.check(hostname);
}
