// Holds `schema.graphql` against that of the last release (the newest tag `v…` in this history): what would break a
// client must stand in the changelog, word by word. Before that it plants breaks, to see that they would be found.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

const root = new URL('../../', import.meta.url);
const read = (name) => readFileSync(new URL(name, root), 'utf8');
const now = read('schema.graphql');

/** What would break a client that knows the one and meets the other. */
async function breaks(before, after) {
  const changes = await diff(buildSchema(before), buildSchema(after));
  return changes.filter((it) => it.criticality.level === CriticalityLevel.Breaking).map((it) => it.message);
}

/** The contract with one of its lines, the first behind another, exchanged. */
function planted(behind, line, instead) {
  const from = now.indexOf(behind);
  const at = now.indexOf(line, from);
  if (from < 0 || at < 0) throw new Error(`the contract has no \`${line.trim()}\` behind \`${behind.trim()}\``);
  return now.slice(0, at) + instead + now.slice(at + line.length);
}

const PLANTS = [
  ['a field that is gone', '\ntype Viewer {', '\tname: String!\n', '\tcalled: String!\n', 1],
  ['a field that may be null now', '\ntype Viewer {', '\tname: String!\n', '\tname: String\n', 1],
  ['a word that is gone', '\nenum AccessArea {', '\tAUDIT\n', '\tAUDITS\n', 1],
  ['an argument that must be given now', '\n\taccount(', 'id: ID', 'currency: String!, id: ID', 1],
  ['a type of another kind', '\ntype Viewer {', 'name: String!', 'name: Int!', 1],
  ['a field more', '\ntype Viewer {', '\tname: String!\n', '\tname: String!\n\tnickname: String\n', 0],
];
const faults = [];
for (const [what, behind, line, instead, wanted] of PLANTS) {
  const found = await breaks(now, planted(behind, line, instead));
  if ((found.length > 0) !== (wanted > 0)) faults.push(`${what}: found ${JSON.stringify(found)}`);
}

function git(...words) {
  try {
    return execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 << 20 }).trim();
  } catch {
    return null;
  }
}
const release = git('describe', '--tags', '--match', 'v*', '--abbrev=0');
const released = release && git('show', `${release}:schema.graphql`);
if (released) {
  const told = read('CHANGELOG.md');
  const untold = (await breaks(released, now)).filter((message) => !told.includes(message));
  faults.push(...untold.map((message) => `since ${release}, and not in CHANGELOG.md: ${message}`));
}

console.log(`${PLANTS.length} planted changes told apart; ${released ? `held against ${release}` : 'there is no release to hold it against'}`);
if (faults.length > 0) {
  console.log(faults.join('\n'));
  process.exit(1);
}
