import type { Format } from '../../contract/names.ts';
import { createCargoFormat } from './cargo.ts';
import { createMavenFormat } from './maven.ts';
import { createNpmFormat } from './npm.ts';
import { createNugetFormat } from './nuget/nuget.ts';
import type { CreatePackageFormat } from './package-format.ts';
import { createPypiFormat } from './pypi.ts';
import { createRubyFormat } from './ruby/ruby.ts';
import { createSwiftFormat } from './swift.ts';

/**
 * The formats that have packages. A repository answers 501 for `generic`: no package manager speaks it, since its
 * assets travel through the API (GetPackageVersionAsset, PublishPackageVersion) with AWS credentials, not with a token.
 */
export const packageFormats: Partial<Readonly<Record<Format, CreatePackageFormat>>> = {
  npm: createNpmFormat,
  pypi: createPypiFormat,
  maven: createMavenFormat,
  nuget: createNugetFormat,
  cargo: createCargoFormat,
  swift: createSwiftFormat,
  ruby: createRubyFormat,
};
