import type { Format } from '../../contract/names.ts';
import { createNpmFormat } from './npm.ts';
import type { CreatePackageFormat } from './package-format.ts';
import { createPypiFormat } from './pypi.ts';

/** The formats that have packages; a repository answers 501 for the others. */
export const packageFormats: Partial<Readonly<Record<Format, CreatePackageFormat>>> = {
  npm: createNpmFormat,
  pypi: createPypiFormat,
};
