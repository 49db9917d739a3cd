import { checkModels, findModel, modelNames } from '../../src/practice/models'

describe('findModel', () => {
  test.each([
    ['its own model', 'deci-nano', { use: 'text' }, { name: 'deci-nano', use: 'text' }],
    ['a name that was added', 'gpt-4o', { use: 'text', models: ['gpt-4o'] }, { name: 'gpt-4o', use: 'text' }],
    ['any name', 'gpt-4o', { use: 'embedding', models: 'any' }, { name: 'gpt-4o', use: 'embedding' }],
    ['the model of the URL', undefined, { use: 'text', pathModel: 'deci-nano' }, { name: 'deci-nano' }],
  ] as const)('finds %s', (_name, asked, options, found) => {
    expect(findModel(asked, options)).toMatchObject(found)
  })

  test('says of an unknown name how to have it answered', () => {
    expect(findModel('gpt-4o', { use: 'text' })).toMatchObject({
      status: 404,
      error: {
        code: 'model_not_found',
        message:
          'There is no model gpt-4o here, only deci-nano and deci-coder-6b. To have it answered as well, with canned ' +
          `answers, run practice({ models: ["gpt-4o"] }) or practice({ models: 'any' }).`,
      },
    })
  })

  test('keeps its own models to their use, whatever is allowed', () => {
    expect(findModel('practice-embed', { use: 'text', models: 'any' })).toMatchObject({
      status: 404,
      error: { message: 'practice-embed is no model for this: ask deci-nano or deci-coder-6b.' },
    })
  })
})

describe('modelNames', () => {
  const own = ['deci-nano', 'deci-coder-6b', 'practice-embed']
  test('names each model once', () => {
    expect(modelNames()).toEqual(own)
    expect(modelNames('any')).toEqual(own)
    expect(modelNames(['gpt-4o', 'deci-nano'])).toEqual([...own, 'gpt-4o'])
  })
})

describe('checkModels', () => {
  test.each([['all'], [['']], [[1]], [{}], [null]])('refuses %j', (models) => {
    expect(() => checkModels(models)).toThrow("models must be a list of names, or 'any'")
  })

  test.each([['any'], [[]], [['gpt-4o']]])('takes %j', (models) => {
    expect(checkModels(models)).toBe(models)
  })
})
