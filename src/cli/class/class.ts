/**
 * `tslab-magics practice --class`: one key for a class, with a token and limits for each student.
 */
import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { redact } from '../../secrets/redact-text'
import { registerEnvironment, registerSecret } from '../../secrets/registry'
import { openLedger, type UseRow } from '../../teach/class/ledger'
import type { Limits } from '../../teach/class/limits'
import { openMembers } from '../../teach/class/members'
import { createPage } from '../../teach/class/page'
import { startClassServer } from '../../teach/class/server'
import { startCanned, startRecorded, type StandIn } from '../../teach/class/stand-in'
import type { Upstream } from '../../teach/class/upstream'
import { CliError } from '../errors'
import type { CliIo } from '../io'
import { filesOf, limitsOf, pageTokenOf, placeOf, tlsOf, upstreamOf, type ClassOptions } from './options'
import { showUse } from './show-use'

/** How often files of others are looked at, in milliseconds. */
const REFRESH_MS = 500

/**
 * Serves a class until it is stopped.
 *
 * @param options - As typed.
 * @param io - World of the command. `CLASS_PAGE_TOKEN` in its environment is the token of the page.
 * @param untilStopped - Waits for the end; for Ctrl+C by default.
 * @returns 0
 * @throws CliError, ClassError, UsageError When an option, a file or the server cannot be used.
 */
export async function classCommand(
  options: ClassOptions,
  io: CliIo,
  untilStopped: () => Promise<unknown> = waitForStop,
): Promise<number> {
  if (options.fault !== undefined || options.expires !== undefined)
    throw new CliError('--fault and --expires are for the practice endpoint alone, not for --class.')
  registerEnvironment(io.env)
  const closers: (() => unknown)[] = []
  try {
    await open(options, io, closers)
    await untilStopped()
  } finally {
    for (const close of closers.reverse()) await close()
  }
  return 0
}

/** Opens files and servers; what closes each is in `closers` as soon as it is open. */
async function open(options: ClassOptions, io: CliIo, closers: (() => unknown)[]): Promise<void> {
  const { env, cwd } = io
  const files = filesOf(options, cwd)
  const limits = limitsOf(options)
  const named = upstreamOf(options, env)
  if (named?.key !== undefined) registerSecret(named.key, 'the key of the class')
  const place = placeOf(options, hostname())
  const tls = tlsOf(options, cwd)
  const ownPageToken = pageTokenOf(env)
  const { members, notes } = openMembers(files.members)
  const ledger = openLedger(files.usage)
  closers.push(() => ledger.close())
  const asUpstream = async (start: () => Promise<StandIn>): Promise<Upstream> => {
    const standIn = await start()
    closers.push(() => standIn.close())
    return standIn.upstream
  }
  const upstream = named ?? (await asUpstream(startCanned))
  const starts = standInOf(options, cwd)
  const standIn = starts === undefined ? undefined : await asUpstream(starts)
  const isShown = io.terminal?.() !== undefined
  const pageToken = ownPageToken ?? (isShown ? randomBytes(18).toString('base64url') : undefined)
  if (pageToken !== undefined) registerSecret(pageToken, 'the token of the page')

  const rows = (): UseRow[] => members.names().map((name) => ledger.rowOf(name, Date.now()))
  const show = showUse({ io, limits, rows })
  const isSecure = place.url?.protocol === 'https:' || tls !== undefined
  const { host } = options
  const server = await startClassServer({
    members,
    ledger,
    limits,
    upstream,
    standIn,
    tls,
    prefix: place.prefix,
    hosts: place.hosts,
    ...(host !== undefined && { host }),
    port: options.port ?? 0,
    page: createPage({ token: pageToken, prefix: place.prefix, isSecure, limits, rows }),
    onNote: show.note,
  })
  for (const note of notes) show.note(note)
  const address = place.url?.href.replace(/\/+$/, '') ?? originFor(server.origin)
  io.err(
    describe({ count: members.names().length, files, limits, named, host, isSecure, origin: server.origin }),
  )
  io.out(`export BASE_URL=${address}${upstream.url.pathname.replace(/\/+$/, '')}\n`)
  if (ownPageToken !== undefined) io.err(`Use: ${address}/class?token= with the value of CLASS_PAGE_TOKEN\n`)
  else if (pageToken !== undefined) io.err(`Use: ${address}/class?token=${pageToken}\n`)
  show.start()
  const timer = setInterval(() => {
    for (const problem of [...members.refresh(), ...ledger.refresh()]) show.note(redact(problem))
  }, REFRESH_MS)
  closers.push(async () => {
    clearInterval(timer)
    await server.close()
    show.end()
  })
}

function standInOf(
  { whenUsedUp = 'refuse' }: ClassOptions,
  cwd: string,
): (() => Promise<StandIn>) | undefined {
  if (whenUsedUp === 'refuse') return undefined
  if (whenUsedUp === 'canned') return startCanned
  if (whenUsedUp.endsWith('.json')) return () => startRecorded(resolve(cwd, whenUsedUp))
  throw new CliError(
    `--when-used-up takes "refuse", "canned" or a file NAME.recording.json, not "${whenUsedUp}".`,
  )
}

interface Described {
  readonly count: number
  readonly files: ReturnType<typeof filesOf>
  readonly limits: Limits
  readonly named: Upstream | undefined
  readonly host: string | undefined
  readonly isSecure: boolean
  readonly origin: string
}

function describe({ count, files, limits, named, host = '127.0.0.1', isSecure, origin }: Described): string {
  const lines = [
    `A class of ${count}, tokens in ${files.members.tokens}, use in ${files.usage}. Stop it with Ctrl+C.`,
    `Listening at ${origin}.`,
  ]
  if (named === undefined)
    lines.push('No server is named, so all answers are canned: set BASE_URL and ACCESS_TOKEN for a real one.')
  else if (named.key === undefined) lines.push('The server gets no key: none is set for it.')
  if (named !== undefined && limits.models === undefined)
    lines.push('Students may ask any model of the server, also the dearest: name some with --models.')
  if (!/^(?:127\.|::1$|localhost$)/.test(host)) {
    lines.push(`Open to the network: whoever reaches ${host} can ask, with a token.`)
    if (!isSecure)
      lines.push(
        'Tokens and answers go unencrypted. Use --tls-cert and --tls-key, or a reverse proxy with https.',
      )
  }
  return `${lines.join('\n')}\n`
}

/** What a student types: no address that means all addresses of this computer. */
function originFor(origin: string): string {
  return origin.replace(/\/\/(?:0\.0\.0\.0|\[::\])(?=:)/, `//${hostname()}`)
}

function waitForStop(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done())
  })
}
