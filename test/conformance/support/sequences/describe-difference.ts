import type { Difference } from './compare-sequences.js';
import type { Resource, ResourceAnswers, SequenceAnswer } from './sequence.js';
import type { Happened } from './sequence-run.js';

/**
 * A difference as text: the answers of the URLs, the requests of the pages, and the events of the
 * step that differs.
 */
export function describeDifference({ sequence, step, engine, corsBrowser }: Difference): string {
  const used = new Set(sequence.steps.map(({ resource }) => resource));
  for (const { first, then } of sequence.resources)
    for (const to of [first.actual.to, then?.answers.actual.to]) if (to !== undefined) used.add(to);
  return [
    `sequence ${sequence.name}, step ${step}`,
    ...sequence.resources.flatMap((resource, at) => (used.has(at) ? describeResource(resource, at) : [])),
    ...sequence.steps.map(({ page, resource, request }, at) => {
      const { method, ...rest } = request;
      return `  ${at === step ? '✗' : ' '} ${at}: page ${page}: ${method} r${resource} ${JSON.stringify(rest)}`;
    }),
    ...describeHappened('engine', engine),
    ...describeHappened('CorsBrowser', corsBrowser),
  ].join('\n');
}

function describeResource({ place, first, then }: Resource, at: number): string[] {
  return [
    `  r${at} at ${place}`,
    ...describeAnswers(first),
    ...(then === undefined ? [] : [`   from step ${then.from} on`, ...describeAnswers(then.answers)]),
  ];
}

function describeAnswers({ preflight, actual }: ResourceAnswers): string[] {
  return [`     OPTIONS ${describeAnswer(preflight)}`, `     actual  ${describeAnswer(actual)}`];
}

function describeAnswer({ status, headers, to }: SequenceAnswer): string {
  const lines = headers.map(([name, value]) => `${name.replace('Access-Control-', 'AC-')}: ${value}`);
  return `${status}${to === undefined ? '' : ` to r${to}`} { ${lines.join(' | ')} }`;
}

function describeHappened(who: string, happened: Happened | undefined): string[] {
  return [
    `  ${who}: ${JSON.stringify(happened?.seen)}`,
    ...(happened?.requests ?? []).map(facts => `     ${JSON.stringify(facts)}`),
  ];
}
