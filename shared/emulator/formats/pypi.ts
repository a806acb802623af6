import { createHash } from 'node:crypto';
import { readMultipart } from '../multipart.ts';
import { messageReply, reply } from '../reply.ts';
import type { Reply } from '../reply.ts';
import { perRepository } from './package-format.ts';
import type { PackageFormat, PackageRequest } from './package-format.ts';
import { helloWheel } from './python-wheel.ts';

/** A file of a project. Wheels and source distributions of one version stand side by side. */
type Distribution = {
  readonly version: string;
  readonly file: string;
  readonly content: Buffer;
  readonly sha256: string;
  /** Versions of Python as `Requires-Python` gives them; empty for any. */
  readonly requiresPython: string;
};

/** Distributions by normalised project name. */
type Shelf = Map<string, readonly Distribution[]>;

/** Serves the simple repository API as HTML (PEP 503) and takes uploads as `twine` sends them (PyPI's legacy API). */
export function createPypiFormat(): PackageFormat {
  const wheel = helloWheel('hello-codeartifact', '1.0.0');
  const sample: Distribution = { version: '1.0.0', requiresPython: '', ...wheel };
  const shelfOf = perRepository<Shelf>(() => new Map([['hello-codeartifact', [sample]]]));
  return (request) => {
    const shelf = shelfOf(request.repository);
    if (request.method === 'POST' && request.path === '') return upload(request, shelf);
    if (request.method === 'GET') return read(request, shelf);
    return messageReply(405, `${request.method} is not supported`, { allow: 'GET, HEAD, POST' });
  };
}

function read(request: PackageRequest, shelf: Shelf): Reply {
  const [root, name, version, file, ...rest] = request.path.split('/');
  if (root !== 'simple' || rest.length > 0) return messageReply(404, 'No such resource');
  // Links on these pages are relative, so their addresses must end with a slash.
  if (name === undefined || (name !== '' && version === undefined)) {
    return messageReply(301, 'Moved', { location: `${request.url}${encodeURI(request.path)}/` });
  }
  if (name === '') return page('Simple index', [...shelf.keys()].sort().map(projectLink));
  const distributions = shelf.get(normalised(name));
  if (distributions === undefined) return messageReply(404, `Project '${name}' was not found`);
  if (version === '' && file === undefined) return page(`Links for ${normalised(name)}`, distributions.map(fileLink));
  const found = distributions.find((candidate) => candidate.version === version && candidate.file === file);
  if (found === undefined) return messageReply(404, `Project '${name}' has no such file`);
  return reply(200, 'application/octet-stream', found.content);
}

function upload(request: PackageRequest, shelf: Shelf): Reply {
  const parts = readMultipart(request.contentType, request.body) ?? [];
  const field = (name: string): string => parts.find((part) => part.name === name)?.content.toString() ?? '';
  const sent = parts.find((part) => part.name === 'content');
  const [name, version, file] = [field('name'), field('version'), sent?.filename ?? ''];
  if (field(':action') !== 'file_upload' || sent === undefined || !isName(name) || !isVersion(version)) {
    return messageReply(400, 'Not an upload of a distribution with its name and version');
  }
  if (!/^[\w.+!-]+\.(?:whl|tar\.gz|tar\.bz2|zip|egg)$/.test(file)) {
    return messageReply(400, `'${file}' is no file name of a distribution`);
  }
  const sha256 = createHash('sha256').update(sent.content).digest('hex');
  if (!['', sha256].includes(field('sha256_digest'))) return messageReply(400, `The digest of ${file} does not match`);

  const others = shelf.get(normalised(name)) ?? [];
  const existing = others.find((candidate) => candidate.file === file);
  if (existing !== undefined) {
    // The same bytes again are no conflict (CodeArtifact user guide, "Overwriting package assets").
    return existing.sha256 === sha256 ? accepted() : messageReply(409, `${file} exists already`);
  }
  const requiresPython = field('requires_python');
  const added = { version, file, content: Buffer.from(sent.content), sha256, requiresPython };
  shelf.set(normalised(name), [...others, added]);
  return accepted();
}

function accepted(): Reply {
  return reply(200, 'text/plain', '');
}

/** Names by PEP 508. */
function isName(name: string): boolean {
  return /^[a-z0-9](?:[\w.-]*[a-z0-9])?$/i.test(name);
}

function isVersion(version: string): boolean {
  return /^[a-z0-9][\w.!+-]*$/i.test(version);
}

/** Names that differ in case or in runs of ".", "_" and "-" are the same project (PEP 503). */
function normalised(name: string): string {
  return name.replaceAll(/[-_.]+/g, '-').toLowerCase();
}

function projectLink(name: string): string {
  return `<a href="${name}/">${name}</a>`;
}

function fileLink({ version, file, sha256, requiresPython }: Distribution): string {
  const requires = requiresPython === '' ? '' : ` data-requires-python="${escaped(requiresPython)}"`;
  const href = `${encodeURIComponent(version)}/${encodeURIComponent(file)}#sha256=${sha256}`;
  return `<a href="${href}"${requires}>${file}</a>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function page(title: string, links: readonly string[]): Reply {
  const html = [
    '<!DOCTYPE html>',
    `<html><head><meta name="pypi:repository-version" content="1.0"><title>${title}</title></head>`,
    '<body>',
    ...links.map((link) => `${link}<br>`),
    '</body></html>',
    '',
  ].join('\n');
  return reply(200, 'text/html; charset=utf-8', html);
}
