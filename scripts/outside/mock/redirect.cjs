// Preloaded into kernels (`node --require`): requests to other machines go to the mock server at OUTSIDE_MOCK, under
// `/__host__/NAME`, by `fetch` and by node:http(s); any other connection that would leave this machine is refused. So
// packages whose address cannot be set are tried too, and nothing leaves.
'use strict'
const http = require('node:http')
const https = require('node:https')
const net = require('node:net')
const { syncBuiltinESMExports } = require('node:module')

const mock = process.env.OUTSIDE_MOCK ? new URL(process.env.OUTSIDE_MOCK) : undefined
const OLLAMA_PORT = '11434'
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[?::1\]?|0\.0\.0\.0)$/

const leaves = (host, port) => !LOOPBACK.test(host) || String(port) === OLLAMA_PORT

if (mock) {
  redirectFetch()
  for (const [library, scheme] of [[http, 'http:'], [https, 'https:']]) redirectRequests(library, scheme) // prettier-ignore
  refuseConnections()
  syncBuiltinESMExports()
}

/** The mock's address for one elsewhere; undefined for an address of this machine. */
function addressAtMock(url) {
  if (!/^https?:$/.test(url.protocol) || !leaves(url.hostname, url.port)) return undefined
  return new URL(`/__host__/${url.hostname}${url.pathname}${url.search}`, mock)
}

function redirectFetch() {
  const original = globalThis.fetch
  globalThis.fetch = function fetch(input, init) {
    const isRequest = typeof Request === 'function' && input instanceof Request
    const address = addressAtMock(new URL(isRequest ? input.url : String(input)))
    if (address === undefined) return original(input, init)
    return isRequest ? original(new Request(address, input), init) : original(address, init)
  }
}

function redirectRequests(library, scheme) {
  const plain = http.request
  const original = library.request
  const request = function (...args) {
    const given = typeof args[0] === 'string' || args[0] instanceof URL ? new URL(args.shift()) : undefined
    const options = typeof args[0] === 'object' && args[0] !== null ? args.shift() : {}
    const [callback] = args
    const url = given ?? urlOf(options, scheme)
    const address = addressAtMock(url)
    if (address === undefined) return original(...(given ? [given] : []), options, callback)
    const { agent: _agent, hostname: _hostname, host: _host, servername: _name, ...rest } = options
    return plain(
      {
        ...rest,
        protocol: 'http:',
        hostname: address.hostname,
        port: address.port,
        path: address.pathname + address.search,
        method: options.method ?? 'GET',
      },
      callback,
    )
  }
  library.request = request
  library.get = (...args) => {
    const started = library.request(...args)
    started.end()
    return started
  }
}

function urlOf({ protocol, hostname, host, port, path }, scheme) {
  const name = hostname ?? String(host ?? 'localhost').replace(/:\d+$/, '')
  return new URL(
    `${protocol ?? scheme}//${name.includes(':') ? `[${name}]` : name}${port ? `:${port}` : ''}${path ?? '/'}`,
  )
}

function refuseConnections() {
  const connect = net.Socket.prototype.connect
  net.Socket.prototype.connect = function (...args) {
    const [first] = Array.isArray(args[0]) ? args[0] : args
    const { host, port, path } =
      typeof first === 'object' && first !== null ? first : { host: args[1], port: first }
    if (path || host === undefined || typeof host !== 'string' || !leaves(host, port))
      return connect.apply(this, args)
    const error = new Error(`connect ENETUNREACH ${host}: the outside tests keep to this machine`)
    process.nextTick(() => this.destroy(Object.assign(error, { code: 'ENETUNREACH' })))
    return this
  }
}
