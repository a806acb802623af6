import { jsonEditor } from '../../../shared/engine/editors/json.ts';
import { describeEditor } from './editor-properties.ts';
import { jsonEntries, messyJson } from './messy-json.ts';

describeEditor({ name: 'registries.json', editor: jsonEditor, files: messyJson, entries: jsonEntries });
