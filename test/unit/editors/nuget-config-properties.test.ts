import { nugetConfigEditor } from '../../../shared/engine/editors/nuget-config.ts';
import { describeEditor } from './editor-properties.ts';
import { messyNugetConfig, nugetEntries } from './messy-xml.ts';

describeEditor({ name: 'NuGet.Config', editor: nugetConfigEditor, files: messyNugetConfig, entries: nugetEntries });
