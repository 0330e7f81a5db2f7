export type PlatformName = 'express' | 'fastify';

/** An application as a command line names it. */
export interface NamedApplication {
  readonly file: string;
  /** The export that is the root module. */
  readonly exportName: string | undefined;
  /** A file with a function that does to the application what `main.ts` does. */
  readonly setup: string | undefined;
  readonly platform: PlatformName | undefined;
}

/** Arguments from which another process {@link readApplication reads} the same. An empty one stands for what is not named. */
export function applicationArguments({ file, exportName, setup, platform }: NamedApplication): string[] {
  return [file, exportName ?? '', setup ?? '', platform ?? ''];
}

export function readApplication([
  file = '',
  exportName,
  setup,
  platform,
]: readonly string[]): NamedApplication {
  return {
    file,
    exportName: exportName === '' ? undefined : exportName,
    setup: setup === '' ? undefined : setup,
    platform: platform === 'express' || platform === 'fastify' ? platform : undefined,
  };
}
