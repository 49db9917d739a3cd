// curl in process beside the installed curl, in one run: a small call, the first bytes of a stream, a large download.
import { fork, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { createRequire } from 'node:module'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = resolve(import.meta.dirname, '../..')
const GIGABYTE = 1024 ** 3
const ROUNDS = 21

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

/** Bundles the request side, as the package does. */
async function bundle(folder) {
  const outfile = join(folder, 'run-transfer.cjs')
  await build({
    entryPoints: [join(root, 'src/curl/run-curl.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  })
  return outfile
}

function inProcess(runCurl, argv, onFirst) {
  const signal = new AbortController().signal
  return runCurl(argv, {
    env: {},
    cwd: root,
    stdin: undefined,
    signal,
    stdout: () => onFirst?.(),
    stderr: (text) => process.stderr.write(text),
  })
}

function spawned(argv, onFirst) {
  return new Promise((done, fail) => {
    const child = spawn('curl', argv, { stdio: ['ignore', 'pipe', 'inherit'] })
    child.stdout.on('data', () => onFirst?.())
    child.on('error', fail)
    child.on('close', done)
  })
}

const timed = async (work) => {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function firstByteMs(work) {
  const start = performance.now()
  let first
  await work(() => (first ??= performance.now() - start))
  return first
}

/** In a process of its own: downloads a gigabyte to a file and tells the memory it took on top. */
async function measureDownload(modulePath, url, file) {
  const { runCurl } = createRequire(import.meta.url)(modulePath)
  await inProcess(runCurl, ['-s', '-o', '/dev/null', '-r', '0-0', url])
  const before = process.memoryUsage().rss
  let peak = before
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5)
  const { exitCode, transfers } = await inProcess(runCurl, ['-sS', '-o', file, url])
  clearInterval(timer)
  if (exitCode !== 0 || transfers[0].bytes !== GIGABYTE) throw new Error(`download failed: exit ${exitCode}`)
  process.send((peak - before) / 1e6)
}

function serveGigabyte() {
  const chunk = Buffer.alloc(1024 ** 2, 'x')
  return net.createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', (request) => {
      const count = /^range:/im.test(request.toString('latin1')) ? 1 : GIGABYTE / chunk.length
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${count * chunk.length}\r\nConnection: close\r\n\r\n`)
      let sent = 0
      const more = () => {
        while (sent < count) {
          sent++
          if (!socket.write(chunk)) return socket.once('drain', more)
        }
        socket.end()
      }
      more()
    })
  })
}

const listen = (server) =>
  new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)))

/**
 * Measures.
 * @returns `curl call, in process / spawned` (wanted: at most 0.5), `curl stream, first bytes later than curl -N, ms`
 *   (at most 20), `curl 1 GB download, extra MB` (at most 60).
 */
export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-curl-'))
  const small = http.createServer((request, response) => {
    request.resume()
    response.setHeader('Content-Type', 'application/json')
    if (request.url === '/stream') {
      response.write('data: {"a":1}\n\n')
      setTimeout(() => response.end('data: [DONE]\n\n'), 30)
    } else response.end('{"ok":true}\n')
  })
  const large = serveGigabyte()
  try {
    const modulePath = await bundle(folder)
    const { runCurl } = createRequire(import.meta.url)(modulePath)
    const origin = `http://127.0.0.1:${await listen(small)}`
    const call = ['-s', `${origin}/v1/chat`, '-H', 'Content-Type: application/json', '-d', '{"messages":[]}']
    const stream = ['-sN', `${origin}/stream`]
    const ours = []
    const theirs = []
    const oursFirst = []
    const theirsFirst = []
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await timed(() => inProcess(runCurl, call)))
      theirs.push(await timed(() => spawned(call)))
      oursFirst.push(await firstByteMs((first) => inProcess(runCurl, stream, first)))
      theirsFirst.push(await firstByteMs((first) => spawned(stream, first)))
    }
    const port = await listen(large)
    const extraMegabytes = await new Promise((done, fail) => {
      const child = fork(fileURLToPath(import.meta.url), [
        modulePath,
        `http://127.0.0.1:${port}/`,
        join(folder, 'big'),
      ])
      child.once('message', done)
      child.once('exit', (code) => fail(new Error(`the download ended with ${code}`)))
    })
    return {
      'curl call, in process / spawned': median(ours) / median(theirs),
      'curl stream, first bytes later than curl -N, ms': median(oursFirst) - median(theirsFirst),
      'curl 1 GB download, extra MB': extraMegabytes,
    }
  } finally {
    small.close()
    small.closeAllConnections()
    large.close()
    rmSync(folder, { recursive: true })
  }
}

if (process.send && process.argv[2])
  await measureDownload(...process.argv.slice(2)).then(() => process.disconnect())
