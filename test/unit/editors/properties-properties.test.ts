import { propertiesEditor } from '../../../shared/engine/editors/properties.ts';
import { describeEditor } from './editor-properties.ts';
import { messyProperties, propertiesEntries } from './messy-properties.ts';

describeEditor({ name: '.properties', editor: propertiesEditor, files: messyProperties, entries: propertiesEntries });
