// The cells of the matrix: one for each combination that applications have.
import { RUNTIMES } from './runtimes.mjs';

const NESTS = [11, 12];
const PLATFORMS = ['express', 'fastify'];

const cell = (kind, axes) => ({
  kind,
  ...axes,
  name: [`nest${axes.nest}`, axes.platform, axes.format, axes.tool, axes.runtime].filter(Boolean).join(' '),
});

const programs = NESTS.flatMap(nest =>
  PLATFORMS.flatMap(platform =>
    ['commonjs', 'esm'].flatMap(format =>
      ['tsc', 'swc'].map(tool => cell('program', { nest, platform, format, tool })),
    ),
  ),
);

const jest = NESTS.flatMap(nest =>
  PLATFORMS.flatMap(platform =>
    ['commonjs', 'esm'].map(format => cell('jest', { nest, platform, format, tool: 'jest' })),
  ),
);

const vitest = NESTS.flatMap(nest =>
  PLATFORMS.map(platform => cell('vitest', { nest, platform, format: 'esm', tool: 'vitest' })),
);

const types = NESTS.flatMap(nest =>
  [
    { format: 'commonjs', tool: 'types-node16' },
    { format: 'esm', tool: 'types-node16' },
    { format: 'commonjs', tool: 'types-nodenext' },
    { format: 'esm', tool: 'types-nodenext' },
    { format: 'esm', tool: 'types-bundler' },
  ]
    // With node16, a CommonJS file cannot import ESM. Nest 12 is ESM, so no such application
    // compiles.
    .filter(({ format, tool }) => !(nest === 12 && format === 'commonjs' && tool === 'types-node16'))
    .map(axes => cell('types', { nest, ...axes })),
);

/** Nest's adapter on `node:http` alone, which came with Nest 12.3. */
const NODE_ADAPTER = '@nestjs/platform-node';

const node = [
  { kind: 'program', format: 'esm', tool: 'tsc' },
  { kind: 'program', format: 'commonjs', tool: 'swc' },
  { kind: 'jest', format: 'esm', tool: 'jest' },
].map(({ kind, ...axes }) => ({
  ...cell(kind, { nest: 12, platform: 'node', ...axes }),
  needs: NODE_ADAPTER,
}));

/** Nest's WebSocket packages: the cells of runtimes open handshakes too. */
const SOCKETS = ['websockets', 'platform-ws', 'platform-socket.io'].map(name => `@nestjs/${name}`);

const runtimes = NESTS.flatMap(nest =>
  PLATFORMS.flatMap(platform =>
    ['commonjs', 'esm'].flatMap(format =>
      Object.keys(RUNTIMES).map(runtime => ({
        ...cell('runtime', { nest, platform, format, tool: 'swc', runtime }),
        with: SOCKETS,
      })),
    ),
  ),
);

export const CELLS = [...programs, ...jest, ...vitest, ...types, ...node, ...runtimes];

// Each value of each axis at least once.
const QUICK = [
  'nest11 express commonjs swc',
  'nest11 fastify commonjs jest',
  'nest11 commonjs types-node16',
  'nest11 fastify esm vitest',
  'nest12 fastify esm tsc',
  'nest12 express commonjs swc',
  'nest12 express esm jest',
  'nest12 esm types-nodenext',
  'nest12 esm types-bundler',
  'nest12 node esm tsc',
];

/** Every runtime but the second lower bound of `engines`, which the long run has. */
const isQuickRuntime = ({ nest, format, runtime }) =>
  nest === 12 && format === 'esm' && runtime !== undefined && runtime !== 'node22.12';

export const QUICK_CELLS = CELLS.filter(cell => QUICK.includes(cell.name) || isQuickRuntime(cell));
