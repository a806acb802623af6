import { yamlEditor } from '../../../shared/engine/editors/yaml.ts';
import { describeEditor } from './editor-properties.ts';
import { messyYaml, yamlEntries } from './messy-yaml.ts';

describeEditor({ name: '.yarnrc.yml', editor: yamlEditor, files: messyYaml, entries: yamlEntries });
