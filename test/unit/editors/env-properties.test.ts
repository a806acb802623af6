import { envEditor, goEnvEditor } from '../../../shared/engine/editors/env.ts';
import { describeEditor } from './editor-properties.ts';
import { envEntries, messyEnv } from './messy-env.ts';

describeEditor({ name: '.env', editor: envEditor, files: messyEnv, entries: envEntries });
describeEditor({ name: 'file of go env', editor: goEnvEditor, files: messyEnv, entries: [['GOPROXY'], ['GONEW']] });
