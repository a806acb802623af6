import { nugetConfigEditor } from '../../../shared/engine/editors/xml/nuget-config.ts';
import { describeEditor } from './editor-properties.ts';
import { messyNugetConfig, nugetEntries } from './xml/messy-xml.ts';

describeEditor({ name: 'NuGet.Config', editor: nugetConfigEditor, files: messyNugetConfig, entries: nugetEntries });
