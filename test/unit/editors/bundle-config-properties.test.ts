import { bundleConfigEditor } from '../../../shared/engine/editors/bundle-config.ts';
import { describeEditor } from './editor-properties.ts';
import { bundleEntries, messyBundleConfig } from './messy-bundle-config.ts';

describeEditor({
  name: '.bundle/config',
  editor: bundleConfigEditor,
  files: messyBundleConfig,
  entries: bundleEntries,
});
