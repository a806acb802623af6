export { startEmulator } from './server.ts';
export type { EmulatedDomain, EmulatedPrincipal, Emulator, EmulatorOptions } from './options.ts';
export type { EmulatedRole } from './sts/options.ts';
export type { EmulatedSso, SsoSignIn } from './sso/options.ts';
