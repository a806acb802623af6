import type { Finding } from '../../../contract/doctor.ts';
import { pythonIniEditor } from '../../editors/python-ini/python-ini.ts';
import { entryText, stepText } from '../../editors/text/entry-path.ts';
import { lineAt } from '../../editors/text/lines.ts';
import type { InspectContext } from '../client.ts';
import { variableOf } from '../parts/folders.ts';
import { isOn, redirectFound, redirectsInVariables } from '../parts/redirects.ts';

const VARIABLE = 'PIP_NO_INDEX';

/**
 * What keeps pip from asking any index. The variable counts most, then `[install]` before `[global]`, each in the strongest file that has
 * it; `files` are the user's, strongest first (_internal/configuration.py of pip 26.3).
 */
export async function inspectNoIndex(files: readonly string[], context: InspectContext): Promise<readonly Finding[]> {
  if (variableOf(context.environment, VARIABLE) !== null) {
    return redirectsInVariables('pip', context, (name, value) =>
      name === VARIABLE && isOn(value) ? { does: 'none' } : null,
    );
  }
  for (const section of ['install', 'global']) {
    for (const path of files) {
      const document = await context.parsed(path, pythonIniEditor.read);
      if (document === null || !document.ok) continue;
      const found = document.value
        .entries()
        .find(({ entry: [first, key] }) => first === section && stepText(key).replaceAll('_', '-') === 'no-index');
      if (found === undefined) continue;
      const line = lineAt(document.value.text, found.start);
      const by = { title: 'pip', isProjects: false };
      return isOn(found.value)
        ? [redirectFound({ does: 'none' }, entryText(found.entry), path, line, by, context)]
        : [];
    }
  }
  return [];
}
