import { messageReply, reply } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { PackageFormat } from './package-format.ts';
import { helloWheel } from './python-wheel.ts';

const PROJECT = 'hello-codeartifact';
const VERSION = '1.0.0';

/** Serves the simple repository API as HTML (PEP 503) with one project, and its wheel. */
export function createPypiFormat(): PackageFormat {
  const wheel = helloWheel(PROJECT, VERSION);
  return (request) => {
    if (request.method !== 'GET')
      return messageReply(405, `${request.method} is not supported`, { allow: 'GET, HEAD' });
    const [root, name, version, file, ...rest] = request.path.split('/');
    if (root !== 'simple' || rest.length > 0) return messageReply(404, 'No such resource');
    // Links on these pages are relative, so their addresses must end with a slash.
    if (name === undefined || (name !== '' && version === undefined)) {
      return messageReply(301, 'Moved', { location: `${request.url}${encodeURI(request.path)}/` });
    }
    if (name === '') return page('Simple index', `${PROJECT}/`, PROJECT);
    if (normalised(name) !== PROJECT) return messageReply(404, `Project '${name}' was not found`);
    if (version === '' && file === undefined) {
      return page(`Links for ${PROJECT}`, `${VERSION}/${wheel.file}#sha256=${wheel.sha256}`, wheel.file);
    }
    if (version === VERSION && file === wheel.file) return reply(200, 'application/octet-stream', wheel.content);
    return messageReply(404, `Project '${name}' has no such file`);
  };
}

/** Names that differ in case or in runs of ".", "_" and "-" are the same project (PEP 503). */
function normalised(name: string): string {
  return name.replaceAll(/[-_.]+/g, '-').toLowerCase();
}

function page(title: string, href: string, text: string): Reply {
  const html = [
    '<!DOCTYPE html>',
    `<html><head><meta name="pypi:repository-version" content="1.0"><title>${title}</title></head>`,
    `<body><a href="${href}">${text}</a><br></body></html>`,
    '',
  ].join('\n');
  return reply(200, 'text/html; charset=utf-8', html);
}
