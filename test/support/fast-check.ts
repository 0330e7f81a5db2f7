import fc from 'fast-check';
import { fixedSeed } from './seeds.js';

// fast-check chooses a seed from the clock otherwise.
fc.configureGlobal({ seed: fixedSeed('PROPERTY_SEED') });

export default fc;
