// Where the hub and its users are: an environment of Python, folders as the image has them, numbers of users.
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs' // prettier-ignore
import { dirname, join } from 'node:path'
import { findLibrary, root } from '../kernel.mjs'
import { installPython, NoWheelError } from '../python.mjs'
import { check } from './check.mjs'

/** What is tested. */
export const deploy = join(root, 'deploy', 'jupyterhub')

/** Where students can be users of their own, all is kept in a place that other users reach: no home of root. */
export async function findPython() {
  const isRoot = process.getuid?.() === 0
  const base = isRoot && [findLibrary().python, '/usr/bin/python3'].find((each) => othersRun(each, '-c', 'import venv, ensurepip')) // prettier-ignore
  const cache = base && join(root, 'node_modules', '.cache', 'tslab-magics-outside')
  const where = base ? { base, cache } : {}
  try {
    return await installPython('jupyterhub', join(import.meta.dirname, '..', 'jupyterhub.txt'), { log: console.error, ...where }) // prettier-ignore
  } catch (error) {
    if (!(error instanceof NoWheelError)) throw error
    console.log(`left out: JupyterHub, ${error.message}`)
    return undefined
  }
}

/** Whether a user without a name or a home can run a program. */
function othersRun(command, ...args) {
  return spawnSync(command, args, { uid: 61_000, gid: 61_000, cwd: '/' }).status === 0
}

/** Folders as the image has them: packages above the homes, an environment of Python with the kernels. */
export function makePlaces(folder, python) {
  const home = join(folder, 'home')
  const places = { home, class: join(folder, 'class'), environment: join(folder, 'environment') }
  for (const [name, mode] of [['home', 0o755], ['hub', 0o700], ['class', 0o700]]) mkdirSync(join(folder, name), { mode }) // prettier-ignore
  chmodSync(folder, 0o755)
  mkdirSync(join(home, 'node_modules'))
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n')
  for (const [name, target] of [
    ['tslab-magics', root],
    ['tslab', join(root, 'node_modules', 'tslab')],
  ])
    symlinkSync(target, join(home, 'node_modules', name))
  // An environment of this run, so that kernels and settings are not those of another.
  check('an environment', spawnSync(python, ['-m', 'venv', '--without-pip', places.environment]).status === 0)
  places.python = join(places.environment, 'bin', 'python')
  const say = (program) =>
    spawnSync(program, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'], { encoding: 'utf8' }).stdout.trim() // prettier-ignore
  writeFileSync(join(say(places.python), 'jupyterhub.pth'), `${say(python)}\n`)
  const singleuser = join(places.environment, 'bin', 'jupyterhub-singleuser')
  writeFileSync(singleuser, `#!${places.python}\nfrom jupyterhub.singleuser import main\nmain()\n`, {
    mode: 0o755,
  })
  // JupyterLab with its extensions, as pip installed it.
  const installed = dirname(dirname(python))
  const settings = join(places.environment, 'etc', 'jupyter')
  cpSync(join(installed, 'etc', 'jupyter'), settings, { recursive: true })
  mkdirSync(join(places.environment, 'share', 'jupyter'), { recursive: true })
  for (const name of ['lab', 'labextensions'].filter((each) =>
    existsSync(join(installed, 'share', 'jupyter', each)),
  ))
    symlinkSync(join(installed, 'share', 'jupyter', name), join(places.environment, 'share', 'jupyter', name))
  writeFileSync(
    join(settings, 'jupyter_server_config.py'),
    readFileSync(join(deploy, 'jupyter_server_config.py')),
  )
  const kernel = spawnSync(process.execPath, [join(root, 'dist', 'cli.js'), 'install', '--prefix', places.environment, '--name', 'tslab']) // prettier-ignore
  check('the kernel', kernel.status === 0, String(kernel.stderr))
  places.tokens = join(places.class, 'tokens')
  return places
}

/** A number for each student, where this process may give them away and such a user can read what they need; else 0. */
export function firstUid({ python: program }) {
  if (process.getuid?.() !== 0) return say(0, 'this is not root')
  const library = [process.execPath, join(root, 'dist', 'cli.js'), '--version']
  const isReadable = othersRun(program, '-c', 'import jupyterhub') && othersRun(...library)
  return isReadable ? 61_000 : say(0, `another user cannot run ${realpathSync(program)}`)
  function say(uid, why) {
    console.log(`left out: students as users of their own, ${why}. Files are apart by folder alone.`)
    return uid
  }
}
