import { yamlEditor } from '../../../shared/engine/editors/yaml/yaml.ts';
import { describeEditor } from './editor-properties.ts';
import { messyYaml, yamlEntries } from './yaml/messy-yaml.ts';

describeEditor({ name: '.yarnrc.yml', editor: yamlEditor, files: messyYaml, entries: yamlEntries });
