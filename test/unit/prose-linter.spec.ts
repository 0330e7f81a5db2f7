import { spawnSync } from 'node:child_process';

interface Finding {
  readonly line: number;
  readonly ruleId: string;
}

/** The rules that the linter reports for each block of one page, in the order of the blocks. */
function lint(blocks: readonly string[]): string[][] {
  const { stdout } = spawnSync(
    process.execPath,
    [
      'node_modules/textlint/bin/textlint.js',
      '--rulesdir=test/prose/rules',
      '--format=json',
      '--stdin',
      '--stdin-filename=page.md',
    ],
    { encoding: 'utf8', input: blocks.join('\n\n') },
  );
  const [{ messages }] = JSON.parse(stdout) as [{ messages: Finding[] }];
  let next = 1;
  return blocks.map(block => {
    const first = next;
    next += block.split('\n').length + 1;
    const found = messages.filter(({ line }) => first <= line && line < next);
    return [...new Set(found.map(({ ruleId }) => ruleId))];
  });
}

const PATTERN = '@textlint-rule/pattern';
const THIRTY_ONE_WORDS = `This sentence ${'has too many words '.repeat(7)}here.`;

describe('the prose linter', () => {
  const bad: readonly (readonly [block: string, rule: string])[] = [
    [THIRTY_ONE_WORDS, 'sentence-words'],
    [`| ${THIRTY_ONE_WORDS} |\n|---|`, 'sentence-words'],
    ['The policy applies to to the route.', 'write-good'],
    ['The module supports java script.', 'terminology'],
    ['The next release mends the bug.', PATTERN],
    ['Nobody reads the answer.', PATTERN],
    ['The explorer is for whoever debugs a request.', PATTERN],
    ['Who changes a policy commits the new file.', PATTERN],
    ['The browser is who enforces it.', PATTERN],
    ['What no controller serves has the policy of its path.', PATTERN],
    ['Nothing is unioned.', PATTERN],
    ['Nor does a cookie.', PATTERN],
    ['The list is read once, and so is the file.', PATTERN],
    ['Clients that are no browsers ignore the header.', PATTERN],
    ['The route has a policy, and the path has one, too.', PATTERN],
    ['## What differs', PATTERN],
    ['## The options.', PATTERN],
    ['```ts\nserve(); // nobody else listens\n```', PATTERN],
  ];
  const good: readonly string[] = [
    THIRTY_ONE_WORDS.replace('too ', ''),
    'What does the browser do?',
    'The option `who` names the user. Users who send cookies need credentials.',
    'A list that is no longer used stays.',
    '## Override per controller or route',
    '## What does a preflight cost?',
    "```ts\nserve('nobody');\n```",
  ];

  const findings = lint([...bad.map(([block]) => block), ...good]);

  test.each(bad.map(([block, rule], index) => [block, rule, findings[index]]))(
    'reports %j by the rule %s',
    (_block, rule, found) => {
      expect(found).toEqual([rule]);
    },
  );

  test.each(good.map((block, index) => [block, findings[bad.length + index]]))(
    'accepts %j',
    (_block, found) => {
      expect(found).toEqual([]);
    },
  );
});
