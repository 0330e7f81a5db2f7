/** The options that `nest add` passes. */
export interface NestAddOptions {
  readonly sourceRoot?: string;
  readonly project?: string;
}
