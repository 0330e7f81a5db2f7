import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const exported = new Map();

/**
 * Resolves each import from an `index.js` to the module that declares the name. Otherwise a module
 * would depend on every module behind the same index, and through them on Nest.
 */
export const throughBarrels = {
  name: 'through-barrels',
  transform(code, id) {
    return code.replace(
      /^import \{([^}]*)\} from '(\.[^']*\/index\.js)';$/gm,
      (_statement, names, specifier) => {
        const barrel = exportsOf(join(dirname(id), specifier));
        return listed(names)
          .map(binding => {
            const [name] = binding.split(' as ');
            const file = barrel.get(name);
            if (file === undefined)
              throw new Error(`${id} imports ${name} from ${specifier}, which does not export it.`);
            return `import { ${binding} } from '${relativeTo(id, file)}';`;
          })
          .join('\n');
      },
    );
  },
};

function relativeTo(id, file) {
  const path = relative(dirname(id), file).split(sep).join('/');
  return path.startsWith('.') ? path : `./${path}`;
}

/** Maps each name that a module exports to the module that declares it. */
function exportsOf(file) {
  const known = exported.get(file);
  if (known !== undefined) return known;
  const found = new Map();
  exported.set(file, found);
  const code = readFileSync(file, 'utf8');
  for (const [, name] of code.matchAll(/^export (?:async )?(?:class|const|function\*?|let) (\w+)/gm))
    found.set(name, file);
  for (const [, names] of code.matchAll(/^export \{([^}]*)\};$/gm))
    for (const name of listed(names)) found.set(name, file);
  for (const [, names, specifier] of code.matchAll(/^export (?:\{([^}]*)\}|\*) from '(\.[^']+)';$/gm)) {
    const source = exportsOf(join(dirname(file), specifier));
    if (names === undefined) for (const [name, declaring] of source) found.set(name, declaring);
    else for (const name of listed(names)) found.set(name, source.get(name));
  }
  return found;
}

export function listed(names) {
  return names
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '');
}
