import { netrcEditor } from '../../../shared/engine/editors/netrc.ts';
import { describeEditor } from './editor-properties.ts';
import { messyNetrc, netrcEntries } from './messy-netrc.ts';

describeEditor({ name: 'netrc', editor: netrcEditor, files: messyNetrc, entries: netrcEntries });
