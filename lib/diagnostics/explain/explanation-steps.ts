import type { CorsExplanationStep } from '../../interfaces/cors-explanation.interface.js';

/** Takes down the checks of a flow, in their order. */
export class ExplanationSteps {
  readonly taken: CorsExplanationStep[] = [];

  get allPassed(): boolean {
    return this.taken.every(({ passed }) => passed);
  }

  passed(step: string, detail: string): void {
    this.taken.push({ step, passed: true, detail });
  }

  failed(step: string, detail: string): void {
    this.taken.push({ step, passed: false, detail });
  }

  /** @param failure why the check fails; `undefined` where it passes */
  check(step: string, failure: string | undefined, success: string): void {
    if (failure === undefined) this.passed(step, success);
    else this.failed(step, failure);
  }
}
