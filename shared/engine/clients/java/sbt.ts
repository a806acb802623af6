import { fileURLToPath } from 'node:url';
import { failed, ok, problemOf } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import type { Environment } from '../../../ports/host.ts';
import { TOKEN_SLOT } from '../../secrets/slot.ts';
import { propertiesEditor } from '../../editors/properties.ts';
import { stepText } from '../../editors/text/entry-path.ts';
import type { Client, ClientBinding, ClientContext, ListVariable } from '../client.ts';
import { javaUserHome } from './java-home.ts';
import { applicationSupport, pathInVariable, pathsOf, roaming, variableOf, xdgConfig } from '../parts/folders.ts';
import { inFile } from '../parts/place.ts';
import { sbtErrors } from './sbt-errors.ts';

/** `host(realm) user:password`, one a line. */
const credentialList: ListVariable = {
  divide: (value) =>
    value.startsWith('file:') || value.startsWith('/') || /^[A-Za-z]:\\/.test(value)
      ? []
      : value.split(/\r?\n/).filter((line) => line.trim() !== ''),
  join: (lines) => lines.join('\n'),
  keyOf: (line) => line.trim().split(/\s/)[0] ?? line,
  hasSecret: () => true,
};

/**
 * sbt 1.3 and later, and what else resolves through coursier (Mill, scala-cli, cs): coursier's credentials file, by host, which sbt does
 * not read, and one for sbt. Realms are left out, because they differ between the repositories of one domain.
 */
export const sbt: Client = {
  name: 'sbt',
  title: 'sbt',
  aliases: ['coursier', 'scala-cli', 'mill'],
  format: 'maven',
  ownVariables: /^(?:coursier|sbt)_/i,
  scopeText: () => "credentials of the domain's host",

  async targets(binding, { environment }) {
    const file = credentialsFile(environment);
    if (!file.ok) return file;
    const { hostname } = new URL(binding.endpoint);
    const prefix = prefixOf(binding);
    const entries = [
      { entry: [`${prefix}.host`], value: hostname },
      { entry: [`${prefix}.username`], value: 'aws' },
      { entry: [`${prefix}.password`], value: TOKEN_SLOT },
      // Sent for every realm of the host.
      { entry: [`${prefix}.auto`], value: 'true' },
    ];
    // sbt itself hands coursier the credentials of its own setting alone, which a line in the build takes from here.
    const own = [
      { entry: ['host'], value: hostname },
      { entry: ['user'], value: 'aws' },
      { entry: ['password'], value: TOKEN_SLOT },
    ];
    return ok([
      { path: file.value, editor: 'properties', entries },
      { path: ownFile(binding, environment), editor: 'properties', entries: own },
    ]);
  },

  errors: sbtErrors,

  async lookup(binding, { environment }) {
    const file = credentialsFile(environment);
    const entry = [`${prefixOf(binding)}.password`];
    return {
      registry: [],
      credential: [
        ...(file.ok ? [inFile('properties')(file.value, entry)] : []),
        inFile('properties')(ownFile(binding, environment), ['password']),
      ],
    };
  },

  meaning([key]) {
    // Entries of coursier's file have a prefix, those of sbt's have none.
    const [, name = '', what] = /^(?:(.*)\.)?([^.]*)$/.exec(stepText(key)) ?? [];
    const isOne = name !== '' || ['host', 'user', 'password'].includes(what ?? '');
    return isOne ? { role: what === 'password' ? 'credential' : 'beside', name } : null;
  },

  variables({ endpoint }) {
    return { COURSIER_CREDENTIALS: `${new URL(endpoint).hostname} aws:${TOKEN_SLOT}` };
  },

  lists: { COURSIER_CREDENTIALS: { ...credentialList, inFiles: credentialsInFile } },

  snippets(binding) {
    const repository = `"codeartifact" at "${binding.endpoint}"`;
    const { domain, repository: name, endpoint, execOnly } = binding;
    const file = `credentials += Credentials(Path.userHome / ".sbt" / "${prefixOf(binding)}.properties")`;
    const variable = `credentials += Credentials("${domain}/${name}", "${new URL(endpoint).hostname}", "aws", sys.env("CODEARTIFACT_AUTH_TOKEN"))`;
    // What sbt downloads is coursier's affair, which has a variable of its own; what it publishes is not.
    const credentials = execOnly === true ? variable : file;
    const resolver = `resolvers += ${repository}\n`;
    return [
      { title: 'build.sbt', text: execOnly === true ? resolver : `${resolver}${credentials}\n` },
      { title: 'build.sbt, to publish', text: `publishTo := Some(${repository})\n${credentials}\n` },
      { title: 'build.mill, in a module of Mill 1', text: `def repositories = Seq("${binding.endpoint}")\n` },
    ];
  },
};

/** A path in the variable is where credentials are, not one of them. */
async function credentialsInFile(_binding: ClientBinding, context: ClientContext): Promise<readonly string[]> {
  const file = credentialsFile(context.environment);
  const text = file.ok ? await context.read(file.value) : null;
  const document = text === null ? null : propertiesEditor.read(text);
  if (document === null || !document.ok) return [];
  const values = new Map(document.value.entries().map(({ entry: [key], value }) => [stepText(key), value]));
  const prefixes = [...values.keys()].flatMap((key) => (key.endsWith('.host') ? [key.slice(0, -'.host'.length)] : []));
  return prefixes.flatMap((prefix) => {
    const of = (key: string) => values.get(`${prefix}.${key}`) ?? '';
    const realm = of('realm') === '' ? '' : `(${of('realm')})`;
    return of('username') === '' ? [] : [`${of('host')}${realm} ${of('username')}:${of('password')}`];
  });
}

/** Any prefix will do; this one is another for each domain. */
function prefixOf({ endpoint }: ClientBinding): string {
  return `codeartifact-${new URL(endpoint).hostname.replaceAll('.', '-')}`;
}

/** A file of ours in sbt's folder; without a realm in it, it serves every repository of the host, and publishing too. */
function ownFile(binding: ClientBinding, environment: Environment): string {
  return pathsOf(environment).join(javaUserHome(environment, []), '.sbt', `${prefixOf(binding)}.properties`);
}

/** coursier's file: COURSIER_CREDENTIALS as a path or file URL, else in its configuration folder. */
function credentialsFile(environment: Environment): Result<string> {
  const paths = pathsOf(environment);
  const named = variableOf(environment, 'COURSIER_CREDENTIALS');
  if (named !== null) {
    if (named.startsWith('file:')) {
      return ok(fileURLToPath(named, { windows: environment.platform === 'win32' }));
    }
    if (paths.isAbsolute(named)) return ok(paths.normalize(named));
    return failed(
      problemOf('fileUnreadable', 'COURSIER_CREDENTIALS holds credentials itself, so coursier reads no file.', {
        advice: 'Unset COURSIER_CREDENTIALS, or give it the path of a file.',
      }),
    );
  }
  return ok(paths.join(configurationFolder(environment), 'credentials.properties'));
}

function configurationFolder(environment: Environment): string {
  const paths = pathsOf(environment);
  const named = pathInVariable(environment, 'COURSIER_CONFIG_DIR');
  if (named !== null) return named;
  const ofJava = { ...environment, home: javaUserHome(environment, []) };
  if (environment.platform === 'win32') return paths.join(roaming(environment), 'Coursier', 'config');
  if (environment.platform === 'darwin') return paths.join(applicationSupport(ofJava), 'Coursier');
  return paths.join(xdgConfig(ofJava), 'coursier');
}
