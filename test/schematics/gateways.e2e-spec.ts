import { application } from './support/application.js';
import { BuiltSchematics, type Files } from './support/built-schematics.js';

const schematics = new BuiltSchematics('gateways');
beforeAll(() => {
  schematics.build();
});
afterAll(() => {
  schematics.remove();
});

const gateway = (
  decorator: string,
  above = '',
): string => `import { WebSocketGateway } from '@nestjs/websockets';
${above}
${decorator}
export class Chat {}
`;

/**
 * The files with gateways after the run, each in one line without its comments, and the comments.
 */
async function translate(
  gateways: Files,
  lines = "app.enableCors({ origin: ['https://a.example'], credentials: true });",
) {
  const { files, log } = await schematics.nestAdd({ ...application(lines), ...gateways });
  const isComment = (line: string): boolean => line.trim().startsWith('//');
  const text = Object.keys(gateways).flatMap(path => (files[path] ?? '').split('\n'));
  const join = (linesOf: readonly string[]): string => linesOf.map(line => line.trim()).join(' ');
  return {
    code: join(text.filter(line => !isComment(line))),
    comments: join(text.filter(isComment).map(line => line.trim().slice(3))),
    log: log.join('\n'),
  };
}

const CLOSED = '@CorsPolicy({ origin: false, handshakes: false, })';

describe('nest add gives a gateway the policy that its cors option said', () => {
  it.each([
    [
      "@WebSocketGateway(80, { cors: { origin: ['https://a.example'], credentials: true } })",
      "@CorsPolicy({ origin: ['https://a.example'], credentials: true, allowedHeaders: '*', }) @WebSocketGateway(80)",
    ],
    [
      "@WebSocketGateway({ namespace: 'x', cors: { origin: 'https://a.example' } })",
      "@CorsPolicy({ origin: 'https://a.example', allowedHeaders: '*', credentials: false, }) @WebSocketGateway({ namespace: 'x' })",
    ],
    [
      "@WebSocketGateway({ cors: { origin: ['http://a.example'] } })",
      "@CorsPolicy({ origin: ['http://a.example'], allowedHeaders: '*', dangerously: { allowInsecureOrigins: true }, credentials: false, }) @WebSocketGateway()",
    ],
    ...['true', "'*'", '{}', "{ origin: '*' }", '{ origin: true }'].map(cors => [
      `@WebSocketGateway({ cors: ${cors} })`,
      "@CorsPolicy({ origin: '*', allowedHeaders: '*', credentials: false, handshakes: false, }) @WebSocketGateway()",
    ]),
    [
      '@WebSocketGateway({ cors: { origin: true, credentials: true } })',
      "@CorsPolicy({ origin: () => true, credentials: true, allowedHeaders: '*', handshakes: false, }) @WebSocketGateway()",
    ],
    ['@WebSocketGateway({ cors: unknown() })', `${CLOSED} @WebSocketGateway()`],
    ["@WebSocketGateway({ path: '/x' })", `${CLOSED} @WebSocketGateway({ path: '/x' })`],
    ['@WebSocketGateway({ cors: false })', `${CLOSED} @WebSocketGateway({ cors: false })`],
  ])('%s', async (decorator, written) => {
    const { code, comments, log } = await translate({ 'src/chat.gateway.ts': gateway(decorator) });

    expect(code).toContain(`${written} export class Chat`);
    expect(code).toContain("import { CorsPolicy } from 'nestjs-cors-policy';");
    const leaves = written.includes('handshakes: false');
    expect(comments.includes('handshakes')).toBe(leaves);
    expect(log.includes('src/chat.gateway.ts, Chat:')).toBe(comments !== '');
  });

  it('takes the constants of the file and of others', async () => {
    const { code } = await translate({
      'src/chat.gateway.ts': gateway(
        '@WebSocketGateway({ cors: { origin: [...ORIGINS, OWN] } })',
        "import { ORIGINS } from './origins.js';\n\nconst OWN = 'https://b.example';\n",
      ),
      'src/origins.ts': "export const ORIGINS = ['https://a.example'];\n",
    });

    expect(code).toContain("origin: ['https://a.example', 'https://b.example'],");
    expect(code).not.toContain('OWN');
  });

  it('leaves a gateway alone where the module has no defaults to inherit, or a policy stands there', async () => {
    const plain = { 'src/chat.gateway.ts': gateway('@WebSocketGateway()') };
    expect((await translate(plain, '')).code).not.toContain('CorsPolicy');
    const decorated = {
      'src/chat.gateway.ts': gateway(
        '@CorsPolicy(false)\n@WebSocketGateway({ cors: true })',
        "import { CorsPolicy } from 'nestjs-cors-policy';\n",
      ),
    };
    expect((await translate(decorated)).code).toContain(
      '@CorsPolicy(false) @WebSocketGateway({ cors: true })',
    );
  });

  it('gateways on one port and path have one policy', async () => {
    const files = (cors: string): Files => ({
      'src/a.gateway.ts': gateway(
        "@WebSocketGateway({ namespace: 'a', cors: { origin: 'https://a.example' } })",
      ),
      'src/b.gateway.ts': gateway(`@WebSocketGateway({ namespace: 'b', cors: ${cors} })`),
    });
    const same = await translate(files("{ origin: 'https://a.example' }"));
    expect(same.code.match(/origin: 'https:\/\/a\.example',/g)).toHaveLength(2);

    const different = await translate(files("'*'"));
    expect(different.code.split(CLOSED)).toHaveLength(3);
    expect(different.comments).toContain('Give all of them the same policy.');
  });
});
