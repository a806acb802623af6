import { X509Certificate } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import type { Environment } from '../../ports/host.ts';
import { CALL_LIMIT } from './call-limit.ts';
import { readFileText } from './read-file.ts';
import { ownError } from './errors/own.ts';
import { proxyEnvironment } from './proxy.ts';

/** Constructor options of the SDK's own HTTP handler; handlers made of the same options share the agents in it. */
export type HttpOptions = {
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  readonly throwOnRequestTimeout: boolean;
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
};

/** For a connection, a proxy's tunnel included, which the agent's own limit alone ends; idle ones are closed after it. Milliseconds. */
const CONNECT_LIMIT = 3000;

/**
 * Gives the HTTP options for a CA bundle, the same object for the same bundle, so that connections are shared by all
 * calls. Proxies are those of the environment: the SDK itself reads none of HTTPS_PROXY, HTTP_PROXY and NO_PROXY.
 * Rejects with CaBundleUnreadable, or ERR_PROXY_INVALID_CONFIG of Node's agents.
 */
export function createHttpOptions(environment: Environment): (caBundle: string | null) => Promise<HttpOptions> {
  const byBundle = new Map<string, HttpOptions>();
  return async function httpOptions(caBundle) {
    const pem = caBundle === null ? '' : await readBundle(caBundle);
    const known = byBundle.get(pem);
    if (known !== undefined) return known;
    // Node gives up an address after 250 ms when a name has several, which a slow link never meets (nodejs/node#54359).
    net.setDefaultAutoSelectFamilyAttemptTimeout(2500);
    const proxyEnv = proxyEnvironment(environment.env);
    const ca = pem === '' ? {} : { ca: [...tls.getCACertificates('default'), pem] };
    const options: HttpOptions = {
      connectionTimeout: CONNECT_LIMIT,
      requestTimeout: CALL_LIMIT,
      throwOnRequestTimeout: true,
      httpAgent: new http.Agent({ keepAlive: true, timeout: CONNECT_LIMIT, proxyEnv }),
      httpsAgent: new https.Agent({ keepAlive: true, timeout: CONNECT_LIMIT, proxyEnv, ...ca }),
    };
    byBundle.set(pem, options);
    return options;
  };
}

async function readBundle(file: string): Promise<string> {
  try {
    const pem = await readFileText(file);
    // Throws when it holds no certificate, which otherwise would show at the first connection only.
    void new X509Certificate(pem);
    return pem;
  } catch {
    throw ownError('CaBundleUnreadable', file);
  }
}
