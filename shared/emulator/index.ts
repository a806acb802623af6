export { startEmulator } from './server.ts';
export type { EmulatedDomain, EmulatedPrincipal, Emulator, EmulatorOptions } from './options.ts';
