import { createToolCalls } from '../../../src/chat/answer/tool-calls'

describe('createToolCalls', () => {
  const call = (fields: object, name?: string, text = '') => ({
    ...fields,
    function: { name, arguments: text },
  })

  test('keeps the first id and name where a server changes its mind', () => {
    const calls = createToolCalls()
    calls.add(call({ index: 0, id: 'a' }, 'f', '{'))
    calls.add(call({ index: 0, id: 'b' }, undefined, '}'))
    expect(calls.list()).toEqual([{ id: 'a', name: 'f', arguments: '{}' }])
  })

  test('sorts by index, and goes by id without one', () => {
    const calls = createToolCalls()
    for (const fragment of [call({ index: 1, id: 'b' }, 'g'), call({ index: 0, id: 'a' }, 'f')])
      calls.add(fragment)
    expect(calls.list().map(({ name }) => name)).toEqual(['f', 'g'])
    const byId = createToolCalls()
    for (const [id, text] of [
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
    ])
      byId.add(call({ id }, 'f', text))
    expect(byId.list().map((one) => one.arguments)).toEqual(['13', '2'])
  })
})
