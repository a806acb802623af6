import { registerHooks } from 'node:module';

// Libraries in node_modules import `electron` by Node itself, past vitest's alias. The real module would start a download.
const fake = new URL('index.ts', import.meta.url).href;
const ADDRESS = 'fake:electron';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: ADDRESS, format: 'module', shortCircuit: true } : next(specifier, context),
  load: (url, context, next) =>
    url === ADDRESS ? { format: 'module', source: source(), shortCircuit: true } : next(url, context),
});

/** Electron's module has its members both by name and as its default. */
function source(): string {
  return `import * as electron from '${fake}'; export * from '${fake}'; export default electron;`;
}
