/** What `nest add` hands over. */
export interface NestAddOptions {
  readonly sourceRoot?: string;
  readonly project?: string;
}
