import type { Difference } from './compare-sequences.js';
import type { ScenarioRequest } from '../scenario.js';
import { mayShow } from './random-sequence.js';
import type { Resource, Sequence, SequenceAnswer, Step } from './sequence.js';

type FindDifference = (sequence: Sequence) => Promise<Difference | undefined>;

/** The smallest sequence that still differs. It is found by removal of one part after the other. */
export async function shrunk(first: Difference, differenceOf: FindDifference): Promise<Difference> {
  let smallest = first;
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const candidate of smallerOnes(smallest.sequence)) {
      if (!isSensible(candidate)) continue;
      const difference = await differenceOf(candidate);
      if (difference === undefined) continue;
      smallest = difference;
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

function isSensible({ steps, resources }: Sequence): boolean {
  return steps.every(
    (step, at) => step.request.via !== 'img' || mayShow(step, resources, steps.slice(0, at)),
  );
}

function* smallerOnes(sequence: Sequence): Generator<Sequence> {
  const { steps, resources } = sequence;
  for (const at of steps.keys())
    if (steps.length > 1) yield { ...sequence, steps: steps.filter((_, other) => other !== at) };
  for (const [at, step] of steps.entries())
    for (const smaller of smallerSteps(step))
      yield { ...sequence, steps: steps.map((other, index) => (index === at ? smaller : other)) };
  for (const [at, resource] of resources.entries())
    for (const smaller of smallerResources(resource))
      yield { ...sequence, resources: resources.map((other, index) => (index === at ? smaller : other)) };
}

function* smallerSteps(step: Step): Generator<Step> {
  const { request } = step;
  for (const name of ['body', 'cache', 'redirect', 'mode', 'crossorigin'] as const)
    if (request[name] !== undefined) yield { ...step, request: without(request, name) };
  // Only an XMLHttpRequest can have the listener.
  if (request.via !== undefined)
    yield { ...step, request: without(without(request, 'via'), 'uploadListener') };
  const headers = Array.isArray(request.headers) ? request.headers : [];
  for (const at of headers.keys())
    yield { ...step, request: { ...request, headers: headers.filter((_, other) => other !== at) } };
  if (!['GET', 'PUT'].includes(request.method))
    yield { ...step, request: { ...without(request, 'body'), method: 'GET' } };
  if (step.page !== 'app') yield { ...step, page: 'app' };
}

function without(request: ScenarioRequest, left: string): ScenarioRequest {
  const rest = Object.entries(request).filter(([name]) => name !== left && name !== 'method');
  return { method: request.method, ...Object.fromEntries(rest) };
}

function* smallerResources(resource: Resource): Generator<Resource> {
  const { place, first, then } = resource;
  if (then !== undefined) yield { place, first };
  for (const actual of smallerAnswers(first.actual)) yield { ...resource, first: { ...first, actual } };
  for (const preflight of smallerAnswers(first.preflight))
    yield { ...resource, first: { ...first, preflight } };
  if (then === undefined) return;
  for (const actual of smallerAnswers(then.answers.actual))
    yield { ...resource, then: { ...then, answers: { ...then.answers, actual } } };
}

function* smallerAnswers(answer: SequenceAnswer): Generator<SequenceAnswer> {
  for (const at of answer.headers.keys())
    yield { ...answer, headers: answer.headers.filter((_, other) => other !== at) };
  if (answer.to === undefined && answer.status !== 200) yield { ...answer, status: 200 };
}
