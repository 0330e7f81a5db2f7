import type { FlowStep } from '../../browser/index.js';
import type { Observation } from './observation.js';

/** What the browser did, with the method that went out where that is another than the page's. */
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

/** With `--preflight-only` the page's request is stopped, which is no step of a browser. */
function isUnsent(detail: string, sent: Observation['sent']): boolean {
  return sent.some(({ failure }) => failure?.code === 'not-sent' && failure.what === detail);
}
