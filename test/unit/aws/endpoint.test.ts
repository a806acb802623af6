import { expect, test } from 'vitest';
import { deriveEndpoint } from '../../../shared/adapters/aws/endpoints.ts';
import { endpointFault, isCodeArtifact, normalEndpoint } from '../../../shared/ports/endpoint.ts';

const OF = { domain: 'acme', domainOwner: '111122223333', region: 'us-east-1' };
const OWN = 'https://acme-111122223333.d.codeartifact.us-east-1.amazonaws.com/npm/web/';
const VPC =
  'https://vpce-0743fe535b883ffff-76ddffff.d.codeartifact.us-east-1.vpce.amazonaws.com/npm/d/acme-111122223333/web/';

test.each([
  OWN,
  'https://acme-111122223333.d.codeartifact.us-east-1.on.aws/pypi/web/',
  VPC,
  'http://127.0.0.1:4566/npm/d/acme-111122223333/web/',
  'http://[::1]:4566/npm/web/',
  'http://acme.localhost:4566/npm/web/',
])('%s may get the token of its domain', (endpoint) => {
  expect(endpointFault(endpoint, OF, false)).toBeNull();
});

test('China has hosts of its own', () => {
  const host = 'acme-111122223333.d.codeartifact.cn-north-1';
  const of = { ...OF, region: 'cn-north-1' };
  expect(endpointFault(`https://${host}.amazonaws.com.cn/npm/web/`, of, false)).toBeNull();
  expect(endpointFault(`https://${host}.on.amazonwebservices.com.cn/npm/web/`, of, false)).toBeNull();
  expect(endpointFault(`https://${host}.amazonaws.com/npm/web/`, of, false)).not.toBeNull();
});

test('an owner that only AWS knows is any account', () => {
  expect(endpointFault(OWN, { ...OF, domainOwner: null }, false)).toBeNull();
  expect(endpointFault(OWN.replace('111122223333', 'x'), { ...OF, domainOwner: null }, false)).not.toBeNull();
});

test.each([
  ['another domain', OWN.replace('acme-', 'acmee-')],
  ['a domain that only begins alike', OWN.replace('acme-', 'evil-acme-')],
  ['another owner', OWN.replace('111122223333', '111122223334')],
  ['another region', OWN.replace('us-east-1', 'us-east-2')],
  ['another port', OWN.replace('.com/', '.com:8443/')],
  ['a host that goes on', OWN.replace('.com/', '.com.evil.example/')],
  ['a host below', OWN.replace('https://', 'https://x.')],
  ['the control plane', 'https://codeartifact.us-east-1.amazonaws.com/npm/web/'],
  ["somebody's bucket", 'https://acme-111122223333.s3.us-east-1.amazonaws.com/npm/web/'],
  ['a VPC endpoint with another domain in its path', VPC.replace('/d/acme-', '/d/evil-')],
  ['a host that only looks like a VPC endpoint', VPC.replace('vpce-0743', 'evil.vpce-0743')],
  ['somebody else', 'https://evil.example/npm/web/'],
])('no token goes to %s, unless the person configured an endpoint', (_name, endpoint) => {
  expect(endpointFault(endpoint, OF, false)).toContain('no host of this domain');
  expect(endpointFault(endpoint, OF, true)).toBeNull();
  expect(isCodeArtifact(new URL(endpoint), OF)).toBe(false);
});

/** What no configured endpoint makes right either. */
const NEVER = [
  'ftp://evil.example/npm/web/',
  'file:///etc/passwd/',
  'javascript:alert(1)/',
  'data:text/plain,x/',
  'web',
  '',
  '//evil.example/npm/web/',
  'http:evil.example/npm/web/',
  'https://user:pw@evil.example/npm/web/',
  'https://user@evil.example/npm/web/',
  'https://evil.example/npm/web/?x=1',
  'https://evil.example/npm/web/#x',
  'https://evil.example/npm/web/?',
  'https://evil.example/npm/web/#',
  'https://evil.example/npm/"web"/',
  "https://evil.example/npm/'web'/",
  'https://evil.example/npm/$(id)/',
  'https://evil.example/npm/`id`/',
  'https://evil.example/npm/${HOME}/',
  'https://evil.example/npm/%(home)s/',
  'https://evil.example/npm/%2e%2e/',
  'https://evil.example/npm/we b/',
  'https://evil.example/npm/web/\nregistry=https://evil.example/',
  'https://evil.example/npm/\u202ebew/',
  'https://evil.example/npm/‘;calc;’/',
  'https://evil.example\\npm\\web\\',
  'https://evil.example//npm/web/',
  ' https://evil.example/npm/web/',
  'https://evil_.example-/npm/web/',
  'https://ev*l.example/npm/web/',
] as const;

test.each(NEVER)('%j gets no token', (endpoint) => {
  expect(endpointFault(endpoint, OF, true)).not.toBeNull();
  expect(endpointFault(endpoint, OF, false)).not.toBeNull();
});

test('plain http is for this machine, and for whom the person configured', () => {
  expect(endpointFault('http://packages.example/npm/web/', OF, false)).toContain('plain http');
  expect(endpointFault('http://127.0.0.1.evil.example/npm/web/', OF, false)).toContain('plain http');
  expect(endpointFault('http://localhost.evil.example/npm/web/', OF, false)).toContain('plain http');
  expect(endpointFault('http://packages.example/npm/web/', OF, true)).toBeNull();
});

test('what is kept is the normalised URL with a slash at its end', () => {
  expect(normalEndpoint('HTTPS://Packages.Example:443/npm/x/../web')).toBe('https://packages.example/npm/web/');
});

// AWS General Reference, "AWS CodeArtifact endpoints and quotas".
test.each(
  `us-east-1 us-east-2 us-west-2 ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 eu-central-1 eu-west-1 eu-west-2
eu-west-3 eu-south-1 eu-north-1`.split(/\s+/),
)('%s has CodeArtifact, whose endpoint follows from its parts', (region) => {
  const parts = { domain: 'acme', owner: '111122223333', region, format: 'npm', repository: 'web' } as const;
  const endpoint = `https://acme-111122223333.d.codeartifact.${region}.amazonaws.com/npm/web/`;
  expect(deriveEndpoint(parts, undefined)).toBe(endpoint);
  expect(endpointFault(endpoint, { ...OF, region }, false)).toBeNull();
  const dualstack = deriveEndpoint(parts, 'dualstack');
  expect(dualstack).toBe(`https://acme-111122223333.d.codeartifact.${region}.on.aws/npm/web/`);
  expect(endpointFault(dualstack ?? '', { ...OF, region }, false)).toBeNull();
});

test('where the service is not known to be no endpoint is made up', () => {
  const parts = {
    domain: 'acme',
    owner: '111122223333',
    region: 'xx-north-9',
    format: 'npm',
    repository: 'web',
  } as const;
  expect(deriveEndpoint(parts, undefined)).toBeNull();
});
