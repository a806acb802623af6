import type { Snippet } from '../../../contract/snapshot.ts';

/** A repository as a pom.xml names it. */
type MavenRepository = { readonly id: string; readonly url: string };

/** Lines for a pom.xml, without the repositories where settings.xml has them, and with the server where no file is written. */
export function mavenSnippets(
  repository: MavenRepository,
  isInSettings: boolean,
  isByVariable: boolean,
): readonly Snippet[] {
  const parts = isInSettings ? [deployment(repository)] : [repositories(repository), deployment(repository)];
  const pom = { title: 'pom.xml', text: parts.join('') };
  return isByVariable ? [pom, { title: 'settings.xml', text: serverByVariable(repository) }] : [pom];
}

/** `exec` sets the variable. */
function serverByVariable({ id }: MavenRepository): string {
  const password = '${env.CODEARTIFACT_AUTH_TOKEN}';
  return `<server>\n    <id>${id}</id>\n    <username>aws</username>\n    <password>${password}</password>\n</server>\n`;
}

function repositories({ id, url }: MavenRepository): string {
  return `<repositories>
  <repository>
    <id>${id}</id>
    <url>${url}</url>
  </repository>
</repositories>
<pluginRepositories>
  <pluginRepository>
    <id>${id}</id>
    <url>${url}</url>
  </pluginRepository>
</pluginRepositories>
`;
}

function deployment({ id, url }: MavenRepository): string {
  return `<distributionManagement>
  <repository>
    <id>${id}</id>
    <url>${url}</url>
  </repository>
</distributionManagement>
`;
}
