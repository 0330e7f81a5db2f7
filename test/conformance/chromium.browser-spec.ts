import { describeWithChromium } from '../browser/chromium.js';
import { launchChromiumForScenarios } from './support/chromium.js';
import { engineSuite } from './support/engine-suite.js';

describeWithChromium('The scenarios in Chromium', () => {
  engineSuite('chromium', launchChromiumForScenarios);
});
