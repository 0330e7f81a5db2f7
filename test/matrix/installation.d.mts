export interface RunResult {
  readonly ok: boolean;
  readonly output: string;
}

export declare const ROOT: string;

export declare function packInto(folder: string): Promise<string>;

export declare function install(
  nest: number,
  options: {
    readonly folder: string;
    readonly tarball: string;
    readonly others?: Readonly<Record<string, string>>;
    readonly types?: boolean;
  },
): Promise<RunResult & { readonly home: string }>;
