// Apollo Server with DataLoader over the hub's own tables: one statement for each list of a page of accounts.
//
// DATABASE_URL names the database, PORT the port (4101).
import http from 'node:http'

import { ApolloServer } from '@apollo/server'
import { expressMiddleware } from '@as-integrations/express5'
import DataLoader from 'dataloader'
import express from 'express'
import pg from 'pg'

// A date stays the text that it is.
pg.types.setTypeParser(1082, (text) => text)
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 })
const rows = (name, text, values) => pool.query({ name, text, values }).then((found) => found.rows)

const typeDefs = `#graphql
  type Query {
    account(id: ID!): Account
    accounts(first: Int!, after: String): AccountPage!
    countries: [Country!]!
  }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type AccountPage { nodes: [Account!]! pageInfo: PageInfo! }
  type Account {
    id: ID! name: String! country: String industry: String region: String domain: String score: Float
    contacts(first: Int!): [Contact!]! tickets(first: Int!): [Ticket!]! invoices(first: Int!): [Invoice!]!
  }
  type Contact { id: ID! name: String email: String title: String phone: String buyingRole: String influence: Int }
  type Ticket { id: ID! subject: String status: String priority: String openedAt: String solvedAt: String firstReplyAt: String }
  type Money { amount: String! currency: String! }
  type Invoice { id: ID! number: String amount: Money status: String issuedOn: String dueOn: String }
  type Country { country: String accounts: Int! billed: String }
`

// The first rows of each account, in one statement for a batch of accounts.
const firstOf = (table, order) => () =>
  new DataLoader(
    async (keys) => {
      const [{ first }] = keys
      const found = await rows(
        `${table} ${first}`,
        `SELECT t.* FROM unnest($1::text[]) asked(id) CROSS JOIN LATERAL (
           SELECT * FROM ${table} WHERE account_id = asked.id ORDER BY ${order} LIMIT $2) t`,
        [keys.map((key) => key.id), first],
      )
      const of = new Map(keys.map((key) => [key.id, []]))
      for (const row of found) of.get(row.account_id).push(row)
      return keys.map((key) => of.get(key.id))
    },
    { cacheKeyFn: (key) => `${key.id} ${key.first}` },
  )
const loaders = {
  contacts: firstOf('contact', 'id'),
  tickets: firstOf('ticket', 'opened_at DESC, id'),
  invoices: firstOf('invoice', 'issued_on DESC, id'),
}

const list = (name) => (account, { first }, context) => context[name].load({ id: account.id, first })
const time = (name) => (row) => row[name]?.toISOString() ?? null
const resolvers = {
  Query: {
    account: async (_, { id }) => (await rows('account', 'SELECT * FROM account WHERE id = $1', [id]))[0] ?? null,
    accounts: async (_, { first, after }) => {
      const from = after ? Buffer.from(after, 'base64url').toString() : ''
      const nodes = await rows('accounts', 'SELECT * FROM account WHERE id > $1 ORDER BY id LIMIT $2', [from, first + 1])
      const hasNextPage = nodes.length > first
      if (hasNextPage) nodes.pop()
      const last = nodes.at(-1)
      return { nodes, pageInfo: { hasNextPage, endCursor: last ? Buffer.from(last.id).toString('base64url') : null } }
    },
    countries: () => rows('countries', 'SELECT * FROM country_summary ORDER BY country', []),
  },
  Account: {
    contacts: list('contacts'),
    tickets: list('tickets'),
    invoices: list('invoices'),
    score: (account, _, context) => context.score.load(account.id),
  },
  Contact: { buyingRole: (row) => row.buying_role },
  Ticket: { openedAt: time('opened_at'), solvedAt: time('solved_at'), firstReplyAt: time('first_reply_at') },
  Invoice: {
    issuedOn: (row) => row.issued_on,
    dueOn: (row) => row.due_on,
    amount: (row) => (row.amount === null ? null : { amount: (Number(row.amount) / 10_000).toFixed(2), currency: row.amount_currency }),
  },
}

const score = () =>
  new DataLoader(async (ids) => {
    const found = await rows('score', 'SELECT a.id, account_score(a) AS score FROM account a WHERE a.id = ANY($1)', [ids])
    const of = new Map(found.map((row) => [row.id, row.score]))
    return ids.map((id) => of.get(id) ?? null)
  })

const server = new ApolloServer({ typeDefs, resolvers })
await server.start()
const context = async () => ({ contacts: loaders.contacts(), tickets: loaders.tickets(), invoices: loaders.invoices(), score: score() })
const app = express()
app.use('/graphql', express.json(), expressMiddleware(server, { context }))
http.createServer(app).listen(Number(process.env.PORT ?? 4101), '127.0.0.1', () => console.log('serving'))
