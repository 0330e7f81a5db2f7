import type { FileChanges } from '../nest-add/file-changes.js';
import { importsOf, parserFor } from '../root-module/add-module.js';
import { packageName } from '../root-module/package-names.js';
import { removeMember } from '../syntax/list-removal.js';
import { indentationAt, indentationStep, lineBreakOf } from '../syntax/parsed-file.js';
import type { TextChange } from '../syntax/text-change.js';
import { draftText } from '../translation/draft-text.js';
import type { ImportsOfFile } from '../nest-add/file-imports.js';
import { codeOf } from '../translation/policy-draft.js';
import type { GatewayDraft } from './draft-gateways.js';
import type { Gateway } from './gateway.js';

/** Writes the policy above the gateway's decorator, and removes the `cors` option. */
export function writeGateway({ draft, gateway, scope }: GatewayDraft, changes: FileChanges): ImportsOfFile {
  const { declaration, decorator } = gateway;
  const source = declaration.getSourceFile();
  const policy = packageName(source, 'CorsPolicy', 'CorsPolicyOf');
  const start = decorator.parent.getStart();
  const indentation = indentationAt(source.text, start);
  const text = draftText(draft, indentation, indentationStep(source.text));
  const eol = lineBreakOf(source.text);
  const written = `@${policy.name}(${text})\n${indentation}`.replaceAll('\n', eol);
  changes.add(source, [{ start, end: start, text: written }]);
  const { cors } = gateway;
  if (cors !== undefined && !changes.removes(cors.member))
    changes.remove({ node: cors.member, change: removal(gateway) });
  const code = codeOf(draft);
  const needs = importsOf(scope.needs.neededBy(code));
  return { ...needs, wanted: [...policy.wanted, ...needs.wanted, ...parserFor(code, source)] };
}

function removal({ cors, decorator }: Gateway): TextChange {
  const object = cors?.object;
  if (object === undefined || cors === undefined) throw new Error('There is nothing to remove.');
  const { text } = object.getSourceFile();
  const isArgument = decorator.arguments.some(argument => argument === object);
  if (isArgument && object.properties.length === 1) return removeMember(text, decorator.arguments, object);
  return removeMember(text, object.properties, cors.member);
}
