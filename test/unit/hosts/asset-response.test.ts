import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assetResponse, CONTENT_SECURITY_POLICY } from '../../../shared/hosts/page/asset-response.ts';
import { temporaryFolder } from '../../support/files/temporary-folder.ts';

const SECRET = 'not for pages';

function aRoot(): string {
  const folder = temporaryFolder();
  const root = path.join(folder, 'renderer');
  mkdirSync(path.join(root, 'assets'), { recursive: true });
  mkdirSync(path.join(folder, 'renderer-secrets'));
  writeFileSync(path.join(root, 'index.html'), '<!doctype html>');
  writeFileSync(path.join(root, 'assets/a b.js'), 'export {};');
  writeFileSync(path.join(root, 'assets/style.css'), 'a{}');
  writeFileSync(path.join(root, 'assets/index.js.map'), SECRET);
  writeFileSync(path.join(root, '.env'), SECRET);
  writeFileSync(path.join(folder, 'outside.js'), SECRET);
  writeFileSync(path.join(folder, 'renderer-secrets/outside.js'), SECRET);
  return root;
}

function get(root: string, pathname: string) {
  // A custom scheme keeps what http would tidy up.
  return assetResponse(new URL(`app://bundle${pathname}`), root);
}
function text(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}

describe('S3: the asset handler', () => {
  test.each([
    ['/', 'text/html; charset=utf-8'],
    ['', 'text/html; charset=utf-8'],
    ['/index.html', 'text/html; charset=utf-8'],
    ['/index.html?x=1#/popover', 'text/html; charset=utf-8'],
    ['/assets/a%20b.js', 'text/javascript; charset=utf-8'],
    ['/assets/style.css', 'text/css; charset=utf-8'],
  ])('S3: serves %j with its own content type', async (pathname, type) => {
    const { status, headers } = await get(aRoot(), pathname);
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type });
  });

  test.each([
    '/../outside.js',
    '/..%2foutside.js',
    '/%2e%2e%2foutside.js',
    '/assets/..%2f..%2foutside.js',
    '/..%2frenderer-secrets%2foutside.js',
    '/..%5coutside.js',
    '//outside.js',
    '/%2foutside.js',
    '/index.html%00.js',
    '/%',
    '/%E0%A4%A',
  ])('S3: refuses %j', async (pathname) => {
    const { status, body } = await get(aRoot(), pathname);
    expect([400, 404]).toContain(status);
    expect(text(body)).not.toContain(SECRET);
  });

  test.each(['/assets', '/missing.js', '/assets/index.js.map', '/.env', '/tokens'])(
    'S3: does not find %j',
    async (pathname) => {
      const { status, body } = await get(aRoot(), pathname);
      expect(status).toBe(404);
      expect(text(body)).not.toContain(SECRET);
    },
  );

  test('S3: never leaves its folder, whatever the path', async () => {
    const root = aRoot();
    const part = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2f',
      '%5c',
      '/',
      'outside.js',
      'assets',
      'renderer-secrets',
      '%00',
      '~',
      'C:',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        const url = URL.parse(`app://bundle/${parts.join('/')}`);
        const answer = url === null ? null : await assetResponse(url, root);
        return answer === null || !text(answer.body).includes(SECRET);
      }),
      { numRuns: 300 },
    );
  });
});

describe('S4: the content security policy', () => {
  test('S4: comes as a header with every answer, beside nosniff and no-referrer', async () => {
    const root = aRoot();
    for (const pathname of ['/', '/missing.js', '/%']) {
      const { headers } = await get(root, pathname);
      expect(headers).toMatchObject({
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
    }
  });

  test('S4: allows nothing inline, nothing evaluated and nothing from elsewhere', () => {
    expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
    expect(CONTENT_SECURITY_POLICY).toContain("frame-ancestors 'none'");
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|http|\*|blob:/);
  });
});
