import { SETTINGS } from '../e2e/support/applications.js';
import { serve } from '../e2e/support/served.js';
import { EXPECTED, HANDLED, observe } from './support/observation.js';
import { surroundedModule } from './support/surrounded.js';

describe.each(SETTINGS)('the application without a surrounding: $name', setting => {
  const { root, handled } = surroundedModule();
  const served = serve(setting, () => root);

  test('answers as the contract says', async () => {
    expect(await observe({ server: served().url })).toEqual(EXPECTED);
    expect(handled).toEqual(HANDLED);
  });
});
