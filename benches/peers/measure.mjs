// Asks the hub and its peers the same, side by side, and prints what a request cost: CPU of the server and of PostgreSQL.
//
//   node measure.mjs --postmaster FILE [--seconds 5] [--connections 32] [--only abdero] hub=URL apollo=URL postgraphile=URL [raw=URL]
//
// FILE is PostgreSQL's postmaster.pid. A server is found by the port of its address. wrk asks.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    postmaster: { type: 'string' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '32' },
    only: { type: 'string', default: 'abdero' },
  },
})
if (!options.postmaster || positionals.length === 0) {
  console.error('say --postmaster FILE and servers as NAME=URL; see README.md')
  process.exit(2)
}
const targets = Object.fromEntries(positionals.map((word) => word.split(/=(.*)/s).slice(0, 2)))

const accountOf = {
  hub: `id name domain country industry region
    contacts(first: 100) { id name email title phone buyingRole influence }
    tickets(first: 10) { id subject status priority openedAt solvedAt firstReplyAt }
    invoices(first: 10) { id number amount { amount currency } status issuedOn dueOn }`,
  postgraphile: `id name domain country industry region
    contactsByAccountId(first: 100, orderBy: ID_ASC) { nodes { id name email title phone buyingRole influence } }
    ticketsByAccountId(first: 10, orderBy: [OPENED_AT_DESC, ID_ASC]) { nodes { id subject status priority openedAt solvedAt firstReplyAt } }
    invoicesByAccountId(first: 10, orderBy: [ISSUED_ON_DESC, ID_ASC]) { nodes { id number amount amountCurrency status issuedOn dueOn } }`,
}
const pageOf = {
  hub: `id name country contacts(first: 5) { id name email } tickets(first: 3) { id subject status priority openedAt }`,
  postgraphile: `id name country
    contactsByAccountId(first: 5, orderBy: ID_ASC) { nodes { id name email } }
    ticketsByAccountId(first: 3, orderBy: [OPENED_AT_DESC, ID_ASC]) { nodes { id subject status priority openedAt } }`,
}
const info = 'pageInfo { hasNextPage endCursor }'
const questions = {
  a: {
    says: 'account 360: people, 10 tickets, 10 invoices',
    hub: `query A($id: ID!) { account(id: $id) { ${accountOf.hub} } }`,
    apollo: `query A($id: ID!) { account(id: $id) { ${accountOf.hub} } }`,
    postgraphile: `query A($id: String!) { accountById(id: $id) { ${accountOf.postgraphile} } }`,
  },
  b: {
    says: '50 accounts x (5 people, 3 tickets)',
    hub: `query B($after: String) { accounts(first: 50, after: $after) { nodes { ${pageOf.hub} } ${info} } }`,
    apollo: `query B($after: String) { accounts(first: 50, after: $after) { nodes { ${pageOf.hub} } ${info} } }`,
    postgraphile: `query B($after: Cursor) { allAccounts(first: 50, after: $after, orderBy: PRIMARY_KEY_ASC) { nodes { ${pageOf.postgraphile} } ${info} } }`,
  },
  d: {
    says: 'sums by country over all accounts',
    hub: 'query D { accountsAggregate(groupBy: [COUNTRY], first: 100) { nodes { country count billed { sum } } } }',
    apollo: 'query D { countries { country accounts billed } }',
    postgraphile: 'query D { allCountrySummaries(orderBy: COUNTRY_ASC) { nodes { country accounts billed } } }',
  },
  e: {
    says: '50 accounts by health, with score, trust and position',
    hub: `query E($after: String) { accounts(first: 50, after: $after, orderBy: { field: "health" }) {
      nodes { id name health { value band } trust { value } position } ${info} } }`,
    postgraphile: `query E($after: Cursor) { allAccounts(first: 50, after: $after, orderBy: PRIMARY_KEY_ASC) {
      nodes { id name score } ${info} } }`,
  },
  r: {
    says: 'a repeated question beside the same bytes from the same server',
    hub: 'query R { accounts(first: 20) { nodes { id name country industry region domain } } }',
  },
}

async function ask(url, query, variables = {}) {
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
  const text = await response.text()
  const answer = JSON.parse(text)
  if (response.status !== 200 || answer.errors) throw new Error(`${url}: ${text.slice(0, 400)}`)
  return { data: answer.data, bytes: text.length, text }
}

// The ids of accounts, and a cursor at each page's end, as a server gives them out.
async function walk(name, question, pages) {
  const cursors = [null]
  while (cursors.length < pages) {
    const { data } = await ask(targets[name], question, { after: cursors.at(-1) })
    const page = Object.values(data)[0].pageInfo
    if (!page.hasNextPage) break
    cursors.push(page.endCursor)
  }
  return cursors
}

function stat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const ticks = (from) => Number(fields[from]) + Number(fields[from + 1])
    return { parent: Number(fields[1]), own: ticks(11), ended: ticks(13) }
  } catch {
    return null
  }
}

// CPU seconds of a process and of all below it, ended ones included.
function spent(root) {
  const all = new Map(readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => [Number(pid), stat(pid)]))
  const below = (pid) => {
    const { own, ended } = all.get(pid) ?? { own: 0, ended: 0 }
    let sum = own + ended
    for (const [child, at] of all) if (at?.parent === pid) sum += below(child)
    return sum
  }
  return below(root) / 100
}

function processOn(port) {
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(1))
  const sockets = new Set()
  for (const line of lines) {
    const fields = line.trim().split(/\s+/)
    if (fields[3] === '0A' && parseInt(fields[1].split(':')[1], 16) === port) sockets.add(`socket:[${fields[9]}]`)
  }
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      for (const file of readdirSync(`/proc/${pid}/fd`)) if (sockets.has(readlinkSync(`/proc/${pid}/fd/${file}`))) return Number(pid)
    } catch {
      // Gone, or not ours.
    }
  }
  throw new Error(`nobody listens on port ${port}`)
}

const folder = mkdtempSync(join(tmpdir(), 'accord-peers-'))
const postmaster = Number(readFileSync(options.postmaster, 'utf8').split('\n')[0])
const script = new URL('./post.lua', import.meta.url).pathname

function run(url, file, seconds, connections = options.connections, rest = null) {
  const words = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '30s', '-s', script, url]
  const told = execFileSync('wrk', words, { env: { ...process.env, QUESTIONS: file, PACE: rest ?? '' }, encoding: 'utf8' })
  return JSON.parse(told.split('\n').findLast((line) => line.startsWith('{')))
}

const ids = []
for (let after = null; ids.length < 20_000; ) {
  const { data } = await ask(targets.hub, 'query($after: String) { accounts(first: 200, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }', { after })
  ids.push(...data.accounts.nodes.map((account) => account.id))
  if (!data.accounts.pageInfo.hasNextPage) break
  after = data.accounts.pageInfo.endCursor
}

console.log('| question | server | requests/s | p50 ms | p99 ms | server CPU us | PostgreSQL CPU us | CPU us in all | of the hub | bytes |')
console.log('|---|---|---|---|---|---|---|---|---|---|')
for (const [letter, question] of Object.entries(questions)) {
  if (!options.only.includes(letter)) continue
  let hub = null
  for (const [name, url] of Object.entries(targets)) {
    const text = name === 'raw' ? (letter === 'r' ? questions.r.hub : null) : question[name]
    if (!text) continue
    const cursors = text.includes('$after') ? await walk(name, text, 200) : null
    const variables = (at) => (text.includes('$id') ? { id: ids[at % ids.length] } : cursors ? { after: cursors[at % cursors.length] } : {})
    // No two requests are the same, so that no whole answer is told again; but for `r`, which asks for just that.
    const line = (at) => JSON.stringify({ query: text, variables: variables(at * 7), ...(letter === 'r' ? {} : { extensions: { turn: at } }) })
    const lines = Array.from({ length: letter === 'r' ? 1 : 20_000 }, (_, at) => line(at))
    const file = join(folder, `${letter}-${name}.txt`)
    writeFileSync(file, lines.join('\n'))
    if (name === 'raw') await fetch(url, { method: 'PUT', body: (await ask(targets.hub, text)).text })
    const { bytes } = await ask(url, text, variables(1))
    run(url, file, 2)
    const server = processOn(Number(new URL(url).port))
    const [before, beforeStore] = [spent(server), spent(postmaster)]
    const told = run(url, file, Number(options.seconds))
    const each = (seconds) => (seconds / Math.max(told.requests, 1)) * 1e6
    const [own, store] = [each(spent(server) - before), each(spent(postmaster) - beforeStore)]
    hub ??= own + store
    const cells = [
      `${letter}: ${question.says}`,
      name + (told.wrong ? ` (${told.wrong} wrong)` : ''),
      (told.requests / (told.micros / 1e6)).toFixed(0),
      (told.p50 / 1e3).toFixed(2),
      (told.p99 / 1e3).toFixed(2),
      own.toFixed(0),
      store.toFixed(0),
      (own + store).toFixed(0),
      `${((own + store) / hub).toFixed(2)} x`,
      bytes,
    ]
    console.log(`| ${cells.join(' | ')} |`)
  }
}

// As many as the hub executes at once; then four times what it bore of that, at a steady pace; then four times as many,
// each asking again as soon as it was answered or refused. Who asks takes part of the same processors: how
// much is told.
if (options.only.includes('o')) {
  const [file, most, steady] = [join(folder, 'o.txt'), 64, 1_024]
  const line = (at) => JSON.stringify({ query: questions.a.hub, variables: { id: ids[at % ids.length] }, extensions: { turn: -at } })
  writeFileSync(file, Array.from({ length: 20_000 }, (_, at) => line(at)).join('\n'))
  const rate = (count, told) => count / (told.micros / 1e6)
  const server = processOn(Number(new URL(targets.hub).port))
  const load = (connections, rest) => {
    const roots = [server, postmaster, process.pid]
    const before = roots.map(spent)
    const told = run(targets.hub, file, Number(options.seconds), connections, rest)
    const [own, store, asking] = roots.map((root, at) => spent(root) - before[at])
    const answers = told.requests - told.wrong
    return { ...told, asking: asking / (told.micros / 1e6), good: rate(answers, told), each: ((own + store) / answers) * 1e6 }
  }
  const cpus = (of) => `CPU: who asks ${(of.asking * 100).toFixed(0)} % of one processor, hub and PostgreSQL ${of.each.toFixed(0)} us a good answer`
  run(targets.hub, file, 2, most)
  const full = load(most, null)
  console.log(`\nquestion a, ${most} connections: ${full.good.toFixed(0)} good answers a second; ${cpus(full)}`)
  const pace = Math.round((steady / (4 * full.good)) * 1e3)
  const runs = [[`${steady} connections that rest for ${pace} ms`, steady, pace], [`${most * 4} connections`, most * 4, null]]
  for (const [what, connections, rest] of runs) {
    const over = load(connections, rest)
    console.log(
      `${what}: ${rate(over.requests, over).toFixed(0)} asked a second (${(rate(over.requests, over) / full.good).toFixed(1)} x), ` +
        `${over.good.toFixed(0)} good (${(over.good / full.good).toFixed(2)} of the above), ${rate(over.wrong, over).toFixed(0)} refused, ` +
        `p50 of all ${(over.p50 / 1e3).toFixed(0)} ms, p99 ${(over.p99 / 1e3).toFixed(0)} ms; ${cpus(over)}`,
    )
  }
}
