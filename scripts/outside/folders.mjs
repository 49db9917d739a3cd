// Folders of installed packages, kept in the user's cache, and notebook folders that see them. The registry is asked
// through npm only, for the exact versions of a list; a second run of the same list installs nothing. They are not kept
// in node_modules/.cache: what lies below a node_modules is a package to TypeScript, and its types have other names.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { makeFolder, root } from './kernel.mjs'

/** Where everything is kept that these tests install. */
export const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'tslab-magics-outside')

/** What each folder has: the kernel. Its own dependencies come as npm puts them beside it. */
export const KERNEL_PACKAGES = { tslab: '1.0.22' }

/**
 * Installs a list of packages once.
 * @param {string} name Of the list: a part of the folder's name.
 * @param {Record<string, string>} dependencies Exact versions, `npm:` aliases among them.
 * @param {{ log?: (line: string) => void, overrides?: object }} [options]
 * @returns {Promise<string>} The folder's node_modules.
 */
export async function installPackages(name, dependencies, { log = () => {}, overrides } = {}) {
  const json = JSON.stringify({ name: 'outside', private: true, dependencies, overrides }, null, 2)
  const hash = createHash('sha256').update(json).digest('hex').slice(0, 10)
  const folder = join(CACHE, `${name}-${hash}`)
  const modules = join(folder, 'node_modules')
  const mark = join(folder, 'installed')
  if (existsSync(mark)) return modules
  log(`installing ${Object.keys(dependencies).length} packages into ${folder} …`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), json)
  // No scripts: a package that would download a binary of its own, or run anything, does not get to. No peers but those
  // of the list: optional ones of @langchain/community alone are hundreds, and contradict each other.
  await npm(
    ['install', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', '--no-package-lock'],
    folder,
  )
  writeFileSync(mark, '')
  return modules
}

/** The path of a Node of some version, e.g. `22` or `20.19`. The package `node` would fetch this one by a script of its own. */
export async function installNode(range, options) {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const modules = await installPackages(`node-${range}`, { [name]: String(range) }, options)
  return join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

/**
 * A new folder for a notebook: package.json, the library under test, and the packages one level up, as files of their
 * own; behind links TypeScript would see them at places that no declaration may name (TS2742).
 * @param {object} options
 * @param {string} options.modules The installed packages.
 * @param {string} [options.library] The checkout under test.
 * @param {Record<string, string>} [options.renamed] Name in the notebook to name in `modules`, for aliases.
 */
export function makeNotebookFolder({ modules, library = root, renamed = {} }) {
  const folder = makeFolder(join(dirname(modules), 'run-'))
  const link = (name, target) => {
    const path = join(folder.path, 'node_modules', name)
    mkdirSync(dirname(path), { recursive: true })
    symlinkSync(target, path, 'junction')
  }
  for (const [name, alias] of Object.entries(renamed)) link(name, join(modules, alias))
  link('tslab-magics', library)
  writeFileSync(join(folder.path, 'package.json'), '{ "name": "notebook", "private": true }\n')
  return { ...folder, modules }
}

/** Whether Node finds what an import names, by `exports` for `import` too. */
export function isInstalled(specifier, modules) {
  const [name, ...rest] = specifier.split('/')
  const scoped = name.startsWith('@') ? `${name}/${rest.shift()}` : name
  const manifest = join(modules, scoped, 'package.json')
  if (!existsSync(manifest)) return false
  const { exports } = JSON.parse(readFileSync(manifest, 'utf8'))
  if (rest.length === 0) return true
  const subpath = `./${rest.join('/')}`
  if (exports === undefined)
    return ['', '.js', '/index.js'].some((end) => existsSync(join(modules, scoped, subpath + end)))
  return Object.keys(exports).some(
    (key) => key === subpath || (key.includes('*') && subpath.startsWith(key.split('*')[0])),
  )
}

function npm(args, cwd) {
  return new Promise((done, fail) => {
    const child = spawn('npm', args, {
      cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: process.platform === 'win32',
    })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text))
    child.once('error', fail)
    child.once('close', (code) =>
      code === 0 ? done() : fail(new Error(`npm ${args[0]} failed: ${stderr.slice(-2000)}`)),
    )
  })
}
