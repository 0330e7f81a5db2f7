import type { FlowStep } from '../../browser/index.js';
import type { Observation } from './observation.js';

/** The steps of the browser, with the method that was sent in place of the page's. */
export function toldSteps({ result, sent }: Observation): FlowStep[] {
  const instead = sent.find(({ inPlaceOf }) => inPlaceOf !== undefined);
  return result.steps
    .filter(({ detail }) => detail !== '' && !isUnsent(detail, sent))
    .map(each => {
      if (instead?.inPlaceOf === undefined || each.step !== 'request') return each;
      return {
        ...each,
        detail: each.detail.replace(
          `${instead.inPlaceOf} `,
          `${instead.method} in place of ${instead.inPlaceOf}, `,
        ),
      };
    });
}

/** `--preflight-only` stops the page's request. That is not a step of a browser. */
function isUnsent(detail: string, sent: Observation['sent']): boolean {
  return sent.some(({ failure }) => failure?.code === 'not-sent' && failure.what === detail);
}
