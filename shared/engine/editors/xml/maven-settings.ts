import type { SyntaxProblem } from '../editor.ts';
import { lineAt } from '../text/lines.ts';
import { createXmlEditor } from './xml.ts';
import type { XmlDialect } from './dialect.ts';
import type { Element } from './document.ts';
import { isBlank, textOf } from './value.ts';

// Facts: the reader of Maven 3.8.7 (maven-settings-builder, lenient as it falls back to) and settings.mdo of 4.1.

/** `value` is a text, `any` whatever it likes, `map` has a text per name, a list its items; other elements stand once each. */
type Shape =
  | 'value'
  | 'any'
  | 'map'
  | { readonly items: string; readonly of: Shape }
  | { readonly [name: string]: Shape };

function valuesOf(...names: readonly string[]): Readonly<Record<string, Shape>> {
  return Object.fromEntries(names.map((name) => [name, 'value']));
}

function listOf(name: string, item: Shape): Shape {
  return { items: name, of: item };
}

const policy = valuesOf('enabled', 'updatePolicy', 'checksumPolicy');
const repository: Shape = { ...valuesOf('id', 'name', 'url', 'layout'), releases: policy, snapshots: policy };
const server: Shape = {
  ...valuesOf('id', 'username', 'password', 'privateKey', 'passphrase', 'filePermissions', 'directoryPermissions'),
  configuration: 'any',
};
const profile: Shape = {
  id: 'value',
  activation: {
    ...valuesOf('activeByDefault', 'jdk'),
    os: valuesOf('name', 'family', 'arch', 'version'),
    property: valuesOf('name', 'value'),
    file: valuesOf('missing', 'exists'),
  },
  properties: 'map',
  repositories: listOf('repository', repository),
  pluginRepositories: listOf('pluginRepository', repository),
};
const proxy = valuesOf('id', 'active', 'protocol', 'username', 'password', 'port', 'host', 'nonProxyHosts');
const settings: Shape = {
  ...valuesOf('localRepository', 'interactiveMode', 'usePluginRegistry', 'offline'),
  servers: listOf('server', server),
  mirrors: listOf('mirror', valuesOf('id', 'name', 'url', 'mirrorOf', 'layout', 'mirrorOfLayouts', 'blocked')),
  proxies: listOf('proxy', proxy),
  profiles: listOf('profile', profile),
  activeProfiles: listOf('activeProfile', 'value'),
  pluginGroups: listOf('pluginGroup', 'value'),
};

/** Unknown elements are skipped with a warning, whatever is in them. */
function firstFault(element: Element, shape: Shape, text: string): SyntaxProblem | null {
  const { name, elements, parent } = element;
  const faultAt = (at: Element, message: string) => ({ line: lineAt(text, at.start), message });
  if (shape === 'any') return null;
  if (shape === 'value') {
    const [inner] = elements;
    return inner === undefined ? null : faultAt(inner, `<${name}> is to hold a text and no element`);
  }
  // Between the elements of the root Maven lets a text pass.
  if (parent !== null && element.pieces.some((piece) => 'value' in piece && !isBlank(piece.value))) {
    return faultAt(element, `<${name}> is to hold elements and no text`);
  }
  const seen = new Set<string>();
  for (const inner of elements) {
    const isList = typeof shape === 'object' && 'items' in shape;
    if (!isList && shape !== 'map' && shape[inner.name] !== undefined && seen.has(inner.name)) {
      return faultAt(inner, `<${inner.name}> stands twice in <${name}>`);
    }
    seen.add(inner.name);
    const inside =
      shape === 'map' ? 'value' : isList ? (inner.name === shape.items ? shape.of : 'any') : shape[inner.name];
    const fault = firstFault(inner, inside ?? 'any', text);
    if (fault !== null) return fault;
  }
  return null;
}

/** Parts without which Maven refuses all settings (DefaultSettingsValidator of 3.8.7). */
const REQUIRED: readonly (readonly [path: readonly string[], parts: readonly string[]])[] = [
  [
    ['mirrors', 'mirror'],
    ['url', 'mirrorOf'],
  ],
  [['proxies', 'proxy'], ['host']],
  [
    ['profiles', 'profile', 'repositories', 'repository'],
    ['id', 'url'],
  ],
  [
    ['profiles', 'profile', 'pluginRepositories', 'pluginRepository'],
    ['id', 'url'],
  ],
];

function incomplete(root: Element, text: string): SyntaxProblem | null {
  for (const [path, parts] of REQUIRED) {
    for (const element of below(root, path)) {
      const missing = parts.find((part) => below(element, [part]).every((inner) => isBlank(textOf(inner))));
      if (missing !== undefined) {
        return { line: lineAt(text, element.start), message: `<${element.name}> has no <${missing}>` };
      }
    }
  }
  // A server without an id is called `default`.
  const blank = below(root, ['servers', 'server', 'id']).find((id) => isBlank(textOf(id)));
  return blank === undefined ? null : { line: lineAt(text, blank.start), message: 'the <id> of a <server> is empty' };
}

function below(root: Element, path: readonly string[]): readonly Element[] {
  return path.reduce<readonly Element[]>(
    (above, name) => above.flatMap(({ elements }) => elements.filter((element) => element.name === name)),
    [root],
  );
}

const dialect: XmlDialect = {
  root: { name: 'settings', start: '<settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">', declaration: null },
  keys: {
    server: 'id',
    mirror: 'id',
    proxy: 'id',
    profile: 'id',
    repository: 'id',
    pluginRepository: 'id',
    activeProfile: null,
    pluginGroup: null,
  },
  elementName: (name) => name,
  attributeName: (name) => name,
  nameIn: () => null,
  spellName: (name) => name,
  keyIn: (_, key) => key,
  rename: () => null,
  check: (root, text) => firstFault(root, settings, text),
  incomplete,
};

/** Maven decrypts what stands in braces, also with a remark around it (plexus-cipher of Maven 3.8). */
function isEncrypted(value: string): boolean {
  return /\{[^]*?[^\\]\}/.test(value);
}

/**
 * Maven's settings.xml. Entries begin with `settings`; servers, mirrors, profiles and repositories are told apart by their
 * `id`, active profiles by their text: `['settings', 'servers', select('server', 'id', 'pay'), 'password']`. Of several servers with one
 * id Maven takes the first; all of them get the value.
 */
export const mavenSettingsEditor = createXmlEditor(dialect, isEncrypted);
