import type { CorsExplanationStep } from '../../interfaces/index.js';

/** Records the checks of a flow, in their order. */
export class ExplanationSteps {
  readonly taken: CorsExplanationStep[] = [];

  /** The steps with whole sentences. */
  get told(): CorsExplanationStep[] {
    return this.taken.map(step => ({ ...step, detail: sentence(step.detail) }));
  }

  get allPassed(): boolean {
    return this.taken.every(({ passed }) => passed);
  }

  passed(step: string, detail: string): void {
    this.taken.push({ step, passed: true, detail });
  }

  failed(step: string, detail: string): void {
    this.taken.push({ step, passed: false, detail });
  }

  /** @param failure why the check fails; `undefined` if it passes */
  check(step: string, failure: string | undefined, success: string): void {
    if (failure === undefined) this.passed(step, success);
    else this.failed(step, failure);
  }
}

/** Adds a capital letter and a full stop. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
