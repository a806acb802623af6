export { startEmulator } from './server.ts';
export type {
  EmulatedDomain,
  EmulatedPrincipal,
  EmulatedRepository,
  Emulator,
  EmulatorOptions,
  EmulatorRequest,
} from './options.ts';
