import { zip } from '../archives/zip.ts';

/** The source archive of a package with one library. */
export function helloSourceArchive(module: string): Buffer {
  const manifest = [
    '// swift-tools-version:5.7',
    'import PackageDescription',
    '',
    'let package = Package(',
    `  name: "${module}",`,
    `  products: [.library(name: "${module}", targets: ["${module}"])],`,
    `  targets: [.target(name: "${module}")]`,
    ')',
    '',
  ];
  return zip([
    { path: `${module}/Package.swift`, content: manifest.join('\n') },
    {
      path: `${module}/Sources/${module}/${module}.swift`,
      content: 'public let greeting = "Hello from hello-codeartifact"\n',
    },
  ]);
}
