import { pythonIniEditor } from '../../../shared/engine/editors/python-ini/python-ini.ts';
import { describeEditor } from './editor-properties.ts';
import { messyPipConf, pipEntries } from './messy-files.ts';

describeEditor({ name: 'pip.conf', editor: pythonIniEditor, files: messyPipConf, entries: pipEntries });
