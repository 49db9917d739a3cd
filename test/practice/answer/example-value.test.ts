import { exampleOf } from '../../../src/practice/answer/example-value'

describe('exampleOf', () => {
  const string = { type: 'string' }

  test.each([
    ['a name of the prompt', { type: 'string' }, 'Oslo'],
    ['a number of the prompt', { type: 'number' }, 3.5],
    ['a whole number', { type: 'integer' }, 4],
    ['a number within its limits', { type: 'number', minimum: 10, maximum: 20 }, 10],
    ['the first of an enum', { enum: ['low', 'high'] }, 'low'],
    ['a constant', { const: 7 }, 7],
    ['a boolean', { type: 'boolean' }, true],
    ['the first of several types', { type: ['string', 'null'] }, 'Oslo'],
    ['the first variant', { anyOf: [{ type: 'boolean' }, string] }, true],
    ['a list', { type: 'array', items: string }, ['Oslo']],
    ['nothing', {}, null],
    ['a schema that is none', 'string', null],
    ['a definition', { $ref: '#/$defs/place', $defs: { place: string } }, 'Oslo'],
  ])('makes %s', (_name, schema, value) => {
    expect(exampleOf(schema, 'How is Oslo at 3.5 degrees?')).toEqual(value)
  })

  test('fills each property, with placeholders where the prompt has no more', () => {
    const schema = { type: 'object', properties: { a: string, b: string, c: { type: 'number' } } }
    expect(exampleOf(schema, 'say "hi"')).toEqual({ a: 'hi', b: 'text', c: 1 })
  })

  test('ends for a schema that contains itself', () => {
    const node = { type: 'object', properties: { next: { $ref: '#' } } }
    expect(JSON.stringify(exampleOf(node, ''))).toContain('"next"')
    expect(exampleOf({ $ref: '#' }, '')).toBeNull()
  })
})
