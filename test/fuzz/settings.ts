/** The applications of the fuzz run: all of these listen at once, in one process. */
export interface FuzzSetting {
  readonly name: string;
  readonly platform: 'express' | 'fastify';
  readonly interceptor: 'auto' | 'always';
  readonly debug: boolean;
}

export const FUZZ_SETTINGS: readonly FuzzSetting[] = (['express', 'fastify'] as const).flatMap(platform =>
  (['auto', 'always'] as const).flatMap(interceptor =>
    [false, true].map(debug => ({
      name: `${platform}, interceptor: ${interceptor}, debug: ${debug}`,
      platform,
      interceptor,
      debug,
    })),
  ),
);
