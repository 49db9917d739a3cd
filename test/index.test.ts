import * as library from '../src/index'

test('the library exports these names and no others', () => {
  expect(Object.keys(library).sort()).toEqual([
    'ChatError',
    'CurlFailedError',
    'ExerciseError',
    'MagicsError',
    'MissingError',
    'ScriptError',
    'ShellError',
    'SpawnError',
    'StoppedError',
    'UsageError',
    'ask',
    'askEnv',
    'bash',
    'chat',
    'clearOutput',
    'compare',
    'curl',
    'defineMagic',
    'exercise',
    'kernelStatus',
    'loadEnv',
    'needs',
    'npm',
    'openai',
    'practice',
    'reveal',
    'secret',
    'setEnv',
    'show',
    'stream',
    'tool',
    'usage',
  ])
})

test('outside a kernel the import patches nothing', () => {
  expect(library.kernelStatus).toEqual({ state: 'none', missing: [] })
})
