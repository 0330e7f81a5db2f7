export type PlatformName = 'express' | 'fastify';

/** An application as a command line names it, and how its surface is read. */
export interface NamedApplication {
  readonly file: string;
  /** The export that is the root module. */
  readonly exportName: string | undefined;
  /** A file with a function that prepares the application as `main.ts` does. */
  readonly setup: string | undefined;
  readonly platform: PlatformName | undefined;
  /** Whether functions in the surface tell where they were written. */
  readonly showsPlaces: boolean;
}

/**
 * Arguments from which another process {@link readApplication reads} the same. An empty one stands
 * for a value that is not named.
 */
export function applicationArguments(application: NamedApplication): string[] {
  const { file, exportName = '', setup = '', platform = '', showsPlaces } = application;
  return [file, exportName, setup, platform, showsPlaces ? 'places' : ''];
}

export function readApplication([
  file = '',
  exportName,
  setup,
  platform,
  places,
]: readonly string[]): NamedApplication {
  return {
    file,
    exportName: exportName === '' ? undefined : exportName,
    setup: setup === '' ? undefined : setup,
    platform: platform === 'express' || platform === 'fastify' ? platform : undefined,
    showsPlaces: places === 'places',
  };
}
