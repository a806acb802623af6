import { toml, tomlWithoutBom } from '../../../shared/engine/editors/toml/toml.ts';
import { describeEditor } from './editor-properties.ts';
import { messyToml, tomlEntries } from './toml/messy-toml.ts';

describeEditor({ name: 'TOML file', editor: toml, files: messyToml, entries: tomlEntries });
describeEditor({ name: 'TOML 1.0 file', editor: tomlWithoutBom, files: messyToml, entries: tomlEntries });
