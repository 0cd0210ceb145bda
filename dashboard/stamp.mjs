// Writes down which sources `dist/` was built from: one SHA-256 over all of them. A test of the hub makes
// the same sum and fails when somebody changed a source and did not build.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LEFT_OUT = new Set(['node_modules', 'dist', 'README.md', '.gitignore', 'asked.ts', 'tests', 'pictures-of']);

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (LEFT_OUT.has(entry.name)) return [];
    const path = folder === '.' ? entry.name : join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}

const sum = createHash('sha256');
for (const path of files('.').sort((a, b) => (a < b ? -1 : 1))) {
  sum.update(path).update('\0').update(createHash('sha256').update(readFileSync(path)).digest('hex')).update('\n');
}
writeFileSync('dist/sources.sha256', `${sum.digest('hex')}\n`);
