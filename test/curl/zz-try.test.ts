import { execFileSync } from 'node:child_process'
import { runScript } from '../../src/curl/script/run-script'
import { plainSource } from '../../src/curl/script/script-source'
import { readFileSync, mkdtempSync, writeFileSync } from 'node:fs'
const dir = mkdtempSync('/tmp/u1/cwd-')
for (const f of ['a.txt','b.txt','c d','.hid','sub']) writeFileSync(dir+'/'+f, 'content of '+f+'\n')
const env = { PATH: process.env.PATH, HOME: dir, X: 'a  b', Y: '*.txt', E: '', N: '5', P: 'a:b::c', U: 'é✓x', T: "it's" , LC_ALL: 'C.UTF-8'}
const scripts: string[] = JSON.parse(readFileSync('/tmp/u1/scripts.json','utf8'))
test.each(scripts)('%s', async (s) => {
  let expected: string, code = 0
  try { expected = execFileSync('bash', ['-c', s], { env, cwd: dir, encoding: 'utf8', stdio: ['ignore','pipe','pipe'] }) } catch (e: any) { expected = e.stdout; code = e.status; if(process.env.V) console.log(e.stderr) }
  let out = ''; let err = ''
  const dec = new TextDecoder()
  const r = await runScript(plainSource(s), { env, cwd: dir, signal: new AbortController().signal,
    open: () => ({ write: (b) => { out += dec.decode(b, {stream:true}); return true }, end() {} }),
    stderr: (b) => { err += Buffer.from(b).toString() }, curl: async () => ({exitCode:0, transfers: []}) }, { pipefail: false })
  expect({ out, code: r.exitCode }).toEqual({ out: expected, code })
})
