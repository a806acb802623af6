import { createHash } from 'node:crypto';
import { reply } from '../reply.ts';
import type { Reply } from '../reply.ts';

const style = `
:root {
  color-scheme: light dark;
  --bg: light-dark(#f5f6f9, #14171b); --surface: light-dark(#ffffff, #1c2026); --line: light-dark(#e1e5eb, #2d333c);
  --line-strong: light-dark(#848e9e, #707b8b); --text: light-dark(#14181f, #eceff4); --dim: light-dark(#5a6575, #9eaab9);
  --primary: light-dark(#3553cf, #94a9ff); --on-primary: light-dark(#ffffff, #10131a);
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  background: var(--bg); color: var(--text); font: 0.875rem/1.5 system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; }
main { width: 100%; max-width: 26rem; padding: 1.75rem; background: var(--surface); border: 1px solid var(--line); border-radius: 11px; }
h1 { margin: 0 0 0.75rem; font-size: 1.125rem; }
p { margin: 0 0 0.75rem; }
.note { color: var(--dim); font-size: 0.75rem; margin: 1.25rem 0 0; }
.code { display: block; margin: 0.25rem 0 1rem; font: 600 1.5rem/1.4 ui-monospace, 'Cascadia Mono', Menlo, 'DejaVu Sans Mono', monospace; letter-spacing: 0.08em; }
label { display: block; margin-bottom: 0.25rem; }
input[type='text'] { width: 100%; margin-bottom: 1rem; padding: 0.5rem; font: inherit; color: inherit; background: var(--bg);
  border: 1px solid var(--line-strong); border-radius: 6px; }
.buttons { display: flex; gap: 0.5rem; }
button { padding: 0.5rem 1rem; font: inherit; color: inherit; background: none; border: 1px solid var(--line-strong); border-radius: 8px; cursor: pointer; }
button.primary { color: var(--on-primary); background: var(--primary); border-color: var(--primary); }
:focus-visible { outline: 2px solid var(--primary); outline-offset: 2px; }
`;

/** Nothing from elsewhere, no scripts; a form may end at the application's own listener, which is on this machine. */
const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self' http://127.0.0.1:*",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `body` is HTML. */
export function page(status: number, title: string, body: string): Reply {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} · CodeArtifact emulator</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
<p class="note">This is the sign-in page of the embedded emulator. It knows no passwords, and AWS takes no part.</p>
</main>
</body>
</html>
`;
  return reply(status, 'text/html; charset=utf-8', html, {
    'cache-control': 'no-store',
    'content-security-policy': contentSecurityPolicy,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
