/**
 * Magics that only mean something in Python. A notebook that was moved here may hold them: they say so in one line,
 * and the cell goes on.
 */
import { currentScope } from '../../kernel/scope/scope'
import { createMagic, type OwnCall, type NoOptions } from '../define-magic'
import type { Magic } from '../registry'

/** Name and what to do instead; empty where nothing is lost. */
const PYTHON_MAGICS: Readonly<Record<string, string>> = {
  alias: '',
  autoawait: 'await works as it is',
  autocall: '',
  automagic: '',
  autoreload: '',
  colors: '',
  conda: 'use ! conda',
  config: '',
  debug: '',
  doctest_mode: '',
  gui: '',
  load_ext: '',
  mamba: 'use ! mamba',
  matplotlib: '',
  micromamba: 'use ! micromamba',
  memit: 'use %time',
  mprun: 'use %time',
  pdb: '',
  precision: '',
  prun: 'use %time',
  pylab: '',
  rehashx: '',
  reload_ext: '',
  run: 'use ! with the program, or import the module',
  timeit: 'use %time',
  unload_ext: '',
  xmode: '',
}

/** The magics of Python, as notes. */
export const pythonMagics: readonly Magic[] = Object.entries(PYTHON_MAGICS).map(([name, instead]) => {
  const note = async ({ body, runCode }: OwnCall<NoOptions>) => {
    const [sign, effect] =
      body === undefined ? ['%', 'does nothing here'] : ['%%', 'does nothing here, the cell just runs']
    const hint = instead === '' ? '' : `; ${instead.replace(/^use %(?=\w)/, `use ${sign}`)}`
    currentScope().write('stderr', `${sign}${name} is a magic of Python and ${effect}${hint}\n`)
    if (body !== undefined) await runCode()
  }
  return createMagic<NoOptions>(name, note, {
    help: 'a magic of Python; does nothing here',
    codeBody: true,
    isForeign: true,
  })
})
