import { bundleConfigEditor } from '../../../shared/engine/editors/bundle-config.ts';
import { envEditor, goEnvEditor } from '../../../shared/engine/editors/env.ts';
import { jsonEditor } from '../../../shared/engine/editors/json.ts';
import { netrcEditor } from '../../../shared/engine/editors/netrc/netrc.ts';
import { npmrcEditor } from '../../../shared/engine/editors/npmrc.ts';
import { propertiesEditor } from '../../../shared/engine/editors/properties.ts';
import { awsConfigEditor, pythonIniEditor } from '../../../shared/engine/editors/python-ini/python-ini.ts';
import { toml, tomlWithoutBom } from '../../../shared/engine/editors/toml/toml.ts';
import { mavenSettingsEditor } from '../../../shared/engine/editors/xml/maven-settings.ts';
import { nugetConfigEditor } from '../../../shared/engine/editors/xml/nuget-config.ts';
import { yamlEditor } from '../../../shared/engine/editors/yaml/yaml.ts';
import { describeEditor } from './editor-properties.ts';
import type { Subject } from './editor-properties.ts';
import { awsConfigEntries, messyAwsConfig } from './messy-aws-config.ts';
import { bundleEntries, messyBundleConfig } from './messy-bundle-config.ts';
import { envEntries, messyEnv } from './messy-env.ts';
import { messyNpmrc, messyPipConf, npmrcEntries, pipEntries } from './messy-files.ts';
import { jsonEntries, messyJson } from './messy-json.ts';
import { messyProperties, propertiesEntries } from './messy-properties.ts';
import { messyNetrc, netrcEntries } from './netrc/messy-netrc.ts';
import { messyToml, tomlEntries } from './toml/messy-toml.ts';
import { mavenEntries, messyNugetConfig, messySettings, nugetEntries } from './xml/messy-xml.ts';
import { gemrcByPassword, gemrcEntries } from './yaml/gemrc-by-password.ts';
import { messyGemrc } from './yaml/messy-gemrc.ts';
import { messyYaml, yamlEntries } from './yaml/messy-yaml.ts';

const subjects: readonly Subject[] = [
  { name: '.npmrc', editor: npmrcEditor, files: messyNpmrc, entries: npmrcEntries },
  { name: 'pip.conf', editor: pythonIniEditor, files: messyPipConf, entries: pipEntries },
  { name: 'AWS config', editor: awsConfigEditor, files: messyAwsConfig, entries: awsConfigEntries },
  { name: 'settings.xml', editor: mavenSettingsEditor, files: messySettings, entries: mavenEntries },
  { name: 'NuGet.Config', editor: nugetConfigEditor, files: messyNugetConfig, entries: nugetEntries },
  { name: 'netrc', editor: netrcEditor, files: messyNetrc, entries: netrcEntries },
  { name: '.env', editor: envEditor, files: messyEnv, entries: envEntries },
  { name: 'file of go env', editor: goEnvEditor, files: messyEnv, entries: [['GOPROXY'], ['GONEW']] },
  { name: '.properties', editor: propertiesEditor, files: messyProperties, entries: propertiesEntries },
  { name: 'registries.json', editor: jsonEditor, files: messyJson, entries: jsonEntries },
  { name: 'TOML file', editor: toml, files: messyToml, entries: tomlEntries },
  { name: 'TOML 1.0 file', editor: tomlWithoutBom, files: messyToml, entries: tomlEntries },
  { name: '.yarnrc.yml', editor: yamlEditor, files: messyYaml, entries: yamlEntries },
  { name: '.gemrc', editor: gemrcByPassword, files: messyGemrc, entries: gemrcEntries },
  { name: '.bundle/config', editor: bundleConfigEditor, files: messyBundleConfig, entries: bundleEntries },
];

for (const subject of subjects) describeEditor(subject);
