/** A predicate that answers when a test says so. */
export class HeldPredicate {
  private settle: (answer: boolean) => void = () => undefined;
  private reached: () => void = () => undefined;
  /** How often it was asked. */
  count = 0;

  readonly predicate = (): Promise<boolean> => {
    this.count += 1;
    this.reached();
    return new Promise(resolve => (this.settle = resolve));
  };

  /** Until it is asked the next time. */
  get asked(): Promise<void> {
    return new Promise(resolve => (this.reached = resolve));
  }

  answer(answer: boolean): void {
    this.settle(answer);
  }
}
