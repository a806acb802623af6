import { npmrcEditor } from '../../../shared/engine/editors/npmrc.ts';
import { describeEditor } from './editor-properties.ts';
import { messyNpmrc, npmrcEntries } from './messy-files.ts';

describeEditor({ name: '.npmrc', editor: npmrcEditor, files: messyNpmrc, entries: npmrcEntries });
