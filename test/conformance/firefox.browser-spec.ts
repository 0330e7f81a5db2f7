import { engineSuite } from './support/engine-suite.js';
import { describeWithFirefox, launchFirefox } from './support/firefox.js';

describeWithFirefox('The scenarios in Firefox', () => {
  engineSuite('firefox', launchFirefox);
});
