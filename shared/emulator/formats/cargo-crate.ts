import { tarGz } from '../archives/tar.ts';

/** A `.crate` with a library that cargo can build without anything else. */
export function helloCrate(name: string, version: string): Buffer {
  const manifest = [
    '[package]',
    `name = "${name}"`,
    `version = "${version}"`,
    'edition = "2021"',
    'description = "Shows that a package came through CodeArtifact"',
    'license = "MIT"',
    '',
  ];
  const source = `pub const GREETING: &str = "Hello from ${name}";\n`;
  return tarGz([
    { path: `${name}-${version}/Cargo.toml`, content: manifest.join('\n') },
    { path: `${name}-${version}/src/lib.rs`, content: source },
  ]);
}
