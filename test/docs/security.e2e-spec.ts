import { checkEffectivePolicy, checkPolicyOptions } from '../../lib/policy/index.js';
import { evaluateDeclared } from '../support/run-example.js';
import { blocksOfPage } from './support/pages.js';

const block = blocksOfPage('SECURITY.md').find(({ code }) => code.includes('mistakes'));
const findings = (options: object): readonly unknown[] => [
  ...checkPolicyOptions(options),
  ...checkEffectivePolicy(options),
];

describe('the security policy', () => {
  const declared = (name: string): unknown => evaluateDeclared(name, block?.code ?? '');

  it.each(declared('mistakes') as object[])('each mistake does not start: %j', mistake => {
    expect(findings(mistake)).not.toEqual([]);
  });

  it('the right example starts', () => {
    expect(findings(declared('right') as object)).toEqual([]);
  });
});
