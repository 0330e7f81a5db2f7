// Runs the schematic on the files that it receives, and sends back the result. It is a separate
// process, because Jest on Node 20 cannot load the devkit, which require()s ESM.
import { HostTree } from '@angular-devkit/schematics';
import { SchematicTestRunner, UnitTestTree } from '@angular-devkit/schematics/testing/index.js';

const [collection] = process.argv.slice(2);

process.on('message', async ({ id, files, options }) => {
  const runner = new SchematicTestRunner('nestjs-cors-policy', collection);
  const log = [];
  runner.logger.subscribe(({ level, message }) => log.push(`${level}: ${message}`));
  const tree = new UnitTestTree(new HostTree());
  for (const [path, text] of Object.entries(files)) tree.create(path, text);
  try {
    const result = await runner.runSchematic('nest-add', options, tree);
    const changed = result.files.map(path => [path.slice(1), result.read(path).toString('utf8')]);
    process.send({ id, added: { files: Object.fromEntries(changed), log } });
  } catch (error) {
    process.send({ id, error: error.message });
  }
});
