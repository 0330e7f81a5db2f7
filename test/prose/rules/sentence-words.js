import { SentenceSplitterSyntax, splitAST } from 'sentence-splitter';
import { StringSource } from 'textlint-util-to-string';

const MAX_WORDS = 30;

/** A code span counts as one word. */
const asOneWord = ({ node, maskValue }) => (node.type === 'Code' ? maskValue('x') : undefined);

/** Reports sentences that are too long, in paragraphs, list items and table cells. */
export default ({ Syntax, RuleError, report, locator }) => {
  const check = block => {
    for (const sentence of splitAST(block).children) {
      if (sentence.type !== SentenceSplitterSyntax.Sentence) continue;
      const words = new StringSource(sentence, { replacer: asOneWord }).toString().match(/\S*\w\S*/g) ?? [];
      if (words.length <= MAX_WORDS) continue;
      const start = sentence.range[0] - block.range[0];
      report(
        block,
        new RuleError(`${words.length} words: split sentences of more than ${MAX_WORDS}.`, {
          padding: locator.at(start),
        }),
      );
    }
  };
  return { [Syntax.Paragraph]: check, [Syntax.TableCell]: check };
};
