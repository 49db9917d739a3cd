// Run once before kernel and browser tests: dist/, .venv and the kernelspec, made if missing.
const { execFileSync } = require('node:child_process')
const { resolve } = require('node:path')

module.exports = () => {
  execFileSync(process.execPath, [resolve(__dirname, '..', '..', 'scripts', 'setup.mjs')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
}
