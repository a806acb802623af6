import { netrcEditor } from '../../../shared/engine/editors/netrc/netrc.ts';
import { describeEditor } from './editor-properties.ts';
import { messyNetrc, netrcEntries } from './netrc/messy-netrc.ts';

describeEditor({ name: 'netrc', editor: netrcEditor, files: messyNetrc, entries: netrcEntries });
