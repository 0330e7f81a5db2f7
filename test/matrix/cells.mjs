// What the matrix runs: one cell for each combination that people have.

const NESTS = [11, 12];
const PLATFORMS = ['express', 'fastify'];

const cell = (kind, axes) => ({
  kind,
  ...axes,
  name: [`nest${axes.nest}`, axes.platform, axes.format, axes.tool].filter(Boolean).join(' '),
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
    // node16 lets no CommonJS file import ESM, which Nest 12 is: no application of the kind compiles, with this package or without.
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

export const CELLS = [...programs, ...jest, ...vitest, ...types, ...node];

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

export const QUICK_CELLS = CELLS.filter(({ name }) => QUICK.includes(name));
