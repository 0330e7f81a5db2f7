/** The time that is left for all requests together. */
export class Deadline {
  private readonly ends: number;

  constructor(milliseconds: number) {
    this.ends = Date.now() + milliseconds;
  }

  get remaining(): number {
    return Math.max(0, this.ends - Date.now());
  }
}
