import { mavenSettingsEditor } from '../../../shared/engine/editors/xml/maven-settings.ts';
import { describeEditor } from './editor-properties.ts';
import { mavenEntries, messySettings } from './xml/messy-xml.ts';

describeEditor({ name: 'settings.xml', editor: mavenSettingsEditor, files: messySettings, entries: mavenEntries });
