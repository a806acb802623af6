import { createHash } from 'node:crypto';
import type { ArchiveEntry } from '../archives/archive-entry.ts';
import { zip } from '../archives/zip.ts';

/** A built distribution that pip can install. */
export type Wheel = { readonly file: string; readonly content: Buffer; readonly sha256: string };

/** A wheel with one module that holds a greeting (Binary distribution format 1.0, core metadata 2.1). */
export function helloWheel(project: string, version: string): Wheel {
  const module = project.replaceAll('-', '_');
  const info = `${module}-${version}.dist-info`;
  const files: readonly ArchiveEntry[] = [
    { path: `${module}/__init__.py`, content: `GREETING = "Hello from ${project}"\n` },
    {
      path: `${info}/METADATA`,
      content: lines(
        'Metadata-Version: 2.1',
        `Name: ${project}`,
        `Version: ${version}`,
        'Summary: Shows that a package came through CodeArtifact',
      ),
    },
    {
      path: `${info}/WHEEL`,
      content: lines(
        'Wheel-Version: 1.0',
        'Generator: codeartifact-tray',
        'Root-Is-Purelib: true',
        'Tag: py3-none-any',
      ),
    },
  ];
  const content = zip([...files, recordOf(files, `${info}/RECORD`)]);
  return {
    file: `${module}-${version}-py3-none-any.whl`,
    content,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
}

/** The list of all files with digest and size; its own line has neither. */
function recordOf(files: readonly ArchiveEntry[], path: string): ArchiveEntry {
  const rows = files.map(({ path: file, content }) => {
    const digest = createHash('sha256').update(content).digest('base64url');
    return `${file},sha256=${digest},${Buffer.byteLength(content)}`;
  });
  return { path, content: lines(...rows, `${path},,`) };
}

function lines(...texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
