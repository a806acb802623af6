/** The settings file, whatever library writes it. Values are validated by the engine, not here. */
export type SettingsStore = {
  readonly path: string;
  /** Reads the file anew; undefined when there is none. Throws when it is not JSON. */
  read(): unknown;
  /** Replaces the whole file atomically. */
  write(settings: unknown): void;
};
