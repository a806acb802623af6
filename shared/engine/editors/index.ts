import { z } from 'zod';
import { bundleConfigEditor } from './bundle-config.ts';
import type { Editor } from './editor.ts';
import { envEditor, goEnvEditor } from './env.ts';
import { jsonEditor } from './json.ts';
import { mavenSettingsEditor } from './xml/maven-settings.ts';
import { netrcEditor } from './netrc/netrc.ts';
import { npmrcEditor } from './npmrc.ts';
import { nugetConfigEditor } from './xml/nuget-config.ts';
import { propertiesEditor } from './properties.ts';
import { awsConfigEditor, pypircEditor, pythonIniEditor } from './python-ini/python-ini.ts';
import { toml, tomlWithoutBom } from './toml/toml.ts';
import { gemrcEditor, yamlEditor } from './yaml/yaml.ts';

/** The file formats by name; the journal stores the names, so one never changes. */
const table = {
  npmrc: npmrcEditor,
  pythonIni: pythonIniEditor,
  pypirc: pypircEditor,
  awsConfig: awsConfigEditor,
  mavenSettings: mavenSettingsEditor,
  nugetConfig: nugetConfigEditor,
  netrc: netrcEditor,
  env: envEditor,
  goEnv: goEnvEditor,
  properties: propertiesEditor,
  json: jsonEditor,
  toml,
  tomlWithoutBom,
  yaml: yamlEditor,
  gemrc: gemrcEditor,
  bundleConfig: bundleConfigEditor,
};

export type EditorName = keyof typeof table;
export const editors: Readonly<Record<EditorName, Editor>> = table;
export const editorName = z.enum(Object.keys(table) as [EditorName, ...EditorName[]]);
