// Known holes in what is installed with the library, as the registry knows them; those of what only development needs are
// listed, and fail nothing. Where no registry can be asked (offline, a mirror), the check says so and passes.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/** @returns {{ asked: boolean, found: string[] }} */
function audit(...args) {
  const { stdout } = spawnSync('npm', ['audit', '--json', ...args], { cwd: root, encoding: 'utf8' })
  let report
  try {
    report = JSON.parse(stdout)
  } catch {
    return { asked: false, found: [] }
  }
  if (report.vulnerabilities === undefined) return { asked: false, found: [] }
  const found = Object.values(report.vulnerabilities).map(
    ({ name, severity, range }) => `${name} ${range}: ${severity}`,
  )
  return { asked: true, found }
}

const installed = audit('--omit=dev')
if (!installed.asked) console.log('audit: NOT CHECKED, the registry did not answer')
else {
  for (const line of installed.found) console.error(line)
  const all = audit()
  for (const line of all.found) if (!installed.found.includes(line)) console.log(`(development only) ${line}`)
  console.log(`audit: ${installed.found.length} known holes in what the library installs`)
  if (installed.found.length > 0) process.exitCode = 1
}
