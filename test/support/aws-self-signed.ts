import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const OPENSSL = 'openssl';

type SelfSigned = { readonly key: string; readonly cert: string; readonly certFile: string };

/** A key and a certificate that nobody trusts, made in a folder by openssl. Says so and gives null where there is no openssl. */
export function selfSigned(
  folder: string,
  name: `IP:${string}` | `DNS:${string}`,
  { expired = false } = {},
): SelfSigned | null {
  const keyFile = path.join(folder, 'tls-key.pem');
  const certFile = path.join(folder, 'tls-cert.pem');
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const subject = ['-subj', '/CN=test', '-addext', `subjectAltName=${name}`];
  try {
    execFileSync(OPENSSL, [...request, ...subject, '-keyout', keyFile, '-out', certFile], { stdio: 'ignore' });
    // A request for one that has expired is refused; the same one signed anew is not.
    const anew = ['x509', '-in', certFile, '-signkey', keyFile, '-days', '-1', '-out', certFile];
    if (expired) execFileSync(OPENSSL, anew, { stdio: 'ignore' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    console.warn('SKIPPED: openssl is missing, so no self-signed certificate could be made');
    return null;
  }
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8'), certFile };
}
