// Checks that the outputs saved in notebooks/ are what the cells give today, without a key and whatever is in the
// environment. To write new ones: node scripts/check-outputs.mjs --update
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { prepare, root } from './setup.mjs'

await prepare()
const env = { ...process.env }
for (const name of [
  'BASE_URL',
  'ACCESS_TOKEN',
  'WORKSPACE_ID',
  'MODEL_NAME',
  'OPENAI_BASE_URL',
  'OPENAI_API_KEY',
])
  delete env[name]
const args = ['run', '--check', '--jobs', '2', ...process.argv.slice(2), 'notebooks']
const { status } = spawnSync(process.execPath, [join(root, 'dist', 'cli.js'), ...args], {
  cwd: root,
  env,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
