/**
 * The program of our own kernelspec: `node kernel-entry.js kernel --config-path FILE [--js]`. Starts the user's tslab
 * with the patch on before its first message, so that magics work from the first cell, and without tslab's own compiler,
 * so that it is ready sooner. Where the patch does not fit, plain tslab starts with one line in the log.
 * `cli/install.ts` writes the kernelspec.
 */
import './kernel/compiler/cached-from-here'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { dropNpmLeftovers } from './base/npm-leftovers'
import { describeError, UsageError } from './errors'
import { findFit, warmUp } from './kernel/compiler/engine'
import { loadTypeScript } from './kernel/compiler/load-typescript'
import { spareTslabCompiler } from './kernel/compiler/tslab-compiler'
import { loadTslab } from './kernel/patch/find-tslab'
import { patchTslab } from './kernel/patch/patch'
import { installMagics } from './magics/install-magics'
import { startFromEnvironment } from './recording/start/from-environment'
import { watchProcess } from './secrets/watch-environment'

interface TslabMain {
  startKernel(options: { configPath: string; enableFindLocal: boolean; jsKernel: boolean }): void
}

function start(args: readonly string[]): void {
  const { configPath, js } = readArguments(args)
  const directory = findTslabFolder(process.cwd())
  if (directory === undefined)
    throw new UsageError(
      `tslab is not installed in ${process.cwd()}, above it, beside tslab-magics or globally. Run: npm install tslab`,
    )
  try {
    patch(directory)
  } catch (error) {
    process.stderr.write(`tslab-magics is off, plain tslab starts: ${describeError(error)}\n`)
  }
  // Not above: a replay that cannot start must not become a live run.
  startFromEnvironment()
  endWithoutPorts(configPath)
  const main = createRequire(join(directory, 'main.js'))('./main.js') as TslabMain
  // Our own search is done: tslab must not hand over to another copy, which would not be patched.
  main.startKernel({ configPath, enableFindLocal: false, jsKernel: js })
}

function patch(directory: string): void {
  const fit = findFit(directory)
  const typescript = 'typescript' in fit ? fit.typescript : undefined
  const spared =
    typescript && spareTslabCompiler(directory, typescript.version, () => loadTypeScript(typescript.file))
  let isPatched = false
  try {
    const tslab = loadTslab(directory)
    if (tslab === undefined) throw new UsageError(`${directory} holds no whole tslab.`)
    watchProcess({ fromStart: true })
    isPatched = patchTslab(tslab, typescript && (() => warmUp(typescript.file))).state === 'patched'
    if (isPatched) {
      installMagics()
      dropNpmLeftovers(process.env)
    }
  } finally {
    if (!isPatched) spared?.undo()
  }
}

/**
 * Jupyter chooses ports and lets them go before the kernel listens. Where another program has taken one meanwhile, tslab
 * writes that to its log and never answers; a kernel that ends is started again by Jupyter, on other ports.
 */
function endWithoutPorts(configPath: string): void {
  const { transport, ip, ...rest } = JSON.parse(readFileSync(configPath, 'utf8')) as Record<string, unknown>
  const addresses = Object.values(rest).map((port) => `${transport}://${ip}:${port}`)
  process.on('unhandledRejection', (reason) => {
    const { code, address } = (reason ?? {}) as { code?: unknown; address?: unknown }
    if (code !== 'EADDRINUSE' || !addresses.includes(String(address))) return
    process.stderr.write(`Another program listens on ${address}, which was meant for this kernel. It ends.\n`)
    process.exit(1)
  })
}

function readArguments(args: readonly string[]): { configPath: string; js: boolean } {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { 'config-path': { type: 'string' }, js: { type: 'boolean', default: false } },
    allowPositionals: true,
    strict: false,
  })
  const configPath = values['config-path']
  if (positionals[0] !== 'kernel' || typeof configPath !== 'string' || !existsSync(configPath))
    throw new UsageError(
      'usage: kernel-entry.js kernel --config-path FILE [--js]. Jupyter calls it; see: npx tslab-magics install',
    )
  return { configPath, js: values.js === true }
}

/** The `dist` folder of the nearest tslab: from the notebook's folder upwards, beside this package, global. */
function findTslabFolder(cwd: string): string | undefined {
  const resolveFrom = (folder: string) => {
    try {
      return dirname(createRequire(join(folder, 'x.js')).resolve('tslab/dist/main.js'))
    } catch {
      return undefined
    }
  }
  return resolveFrom(cwd) ?? resolveFrom(__dirname) ?? findGlobal()
}

function findGlobal(): string | undefined {
  const bin = dirname(process.execPath)
  const places = [resolve(bin, '..', 'lib', 'node_modules'), join(bin, 'node_modules')]
  return [...places, npmRoot()]
    .filter((place) => place !== undefined)
    .map((place) => join(place, 'tslab', 'dist'))
    .find((place) => existsSync(join(place, 'main.js')))
}

function npmRoot(): string | undefined {
  try {
    return execFileSync('npm', ['root', '-g'], {
      encoding: 'utf8',
      shell: process.platform === 'win32',
    }).trim()
  } catch {
    return undefined
  }
}

try {
  start(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`)
  process.exit(1)
}
