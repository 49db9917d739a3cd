import { assignEnv } from '../../src/practice/assign-env'

describe('assignEnv', () => {
  test('names the variables that changed', () => {
    const env = { A: '1', B: '2' }
    expect(assignEnv(env, { A: '1', B: '3', C: '4' })).toEqual(['B', 'C'])
    expect(env).toEqual({ A: '1', B: '3', C: '4' })
  })
})
