// PostGraphile over the hub's own tables, as its manual sets it up for speed.
//
// DATABASE_URL names the database, PORT the port (4102).
const http = require('node:http')

const { postgraphile } = require('postgraphile')

const options = {
  disableDefaultMutations: true,
  disableQueryLog: true,
  dynamicJson: true,
  ignoreRBAC: true,
  legacyRelations: 'omit',
  setofFunctionsContainNulls: false,
  queryCacheMaxSize: 50 * 1024 * 1024,
  max: 16,
}
const handler = postgraphile(process.env.DATABASE_URL, 'public', options)
http.createServer(handler).listen(Number(process.env.PORT ?? 4102), '127.0.0.1', () => console.log('serving'))
