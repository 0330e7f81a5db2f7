import type { ScenarioRequest } from '../scenario.js';
import type { Place } from './places.js';

/** Lines of headers; `$ORIGIN` stands for the request's own, `$A` for the origin of a place. */
export type Lines = readonly (readonly [name: string, value: string])[];

export interface SequenceAnswer {
  readonly status: number;
  readonly headers: Lines;
  /** The resource that a redirect leads to. */
  readonly to?: number;
}

export interface ResourceAnswers {
  readonly preflight: SequenceAnswer;
  readonly actual: SequenceAnswer;
}

/** A URL. What it answers may change while a sequence runs. */
export interface Resource {
  readonly place: Place;
  readonly first: ResourceAnswers;
  /** From a step on; absent where it stays the same. */
  readonly then?: { readonly from: number; readonly answers: ResourceAnswers };
}

export interface Step {
  readonly page: Place;
  readonly resource: number;
  readonly request: ScenarioRequest;
}

/**
 * Requests of several pages to several URLs, one after the other. They share caches and cookies.
 */
export interface Sequence {
  /** The same seed and number give the same sequence. */
  readonly name: string;
  readonly resources: readonly Resource[];
  readonly steps: readonly Step[];
}

export function answersAt({ first, then }: Resource, step: number): ResourceAnswers {
  return then !== undefined && step >= then.from ? then.answers : first;
}
