import fc from 'fast-check'
import { featuresOf, vectorOf } from '../../../src/practice/embeddings/vector'

const embed = (text: string, dimensions = 256) => vectorOf(featuresOf(text), dimensions)
const cosine = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)

describe('vectorOf', () => {
  test('has length 1, whatever the text and the dimensions', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 600 }), (text, dimensions) => {
        const vector = embed(text, dimensions)
        expect(vector).toHaveLength(dimensions)
        expect(cosine(vector, vector)).toBeCloseTo(1, 4)
      }),
    )
  })

  test.each([
    [
      'How do I reset my password?',
      'I forgot my password, how can I reset it?',
      'Opening hours of the museum',
    ],
    ['vegan recipes', 'a recipe for vegans', 'stock market news'],
    ['Der Hund bellt im Garten', 'Ein Hund im Garten', 'Die Börse fällt'],
    ['東京の天気', '東京の天気予報', '株価のニュース'],
  ])('is nearer for texts that share words: %s', (text, near, far) => {
    for (const dimensions of [128, 256, 1_536]) {
      const [a, b, c] = [text, near, far].map((each) => embed(each, dimensions)) as [
        Float32Array,
        Float32Array,
        Float32Array,
      ]
      expect(cosine(a, b)).toBeGreaterThan(cosine(a, c) + 0.2)
    }
  })

  test('shortens as the models do: the beginning of a longer vector points the same way', () => {
    const long = embed('A cat sat on a mat', 1_536).slice(0, 256)
    const norm = Math.hypot(...long)
    const short = embed('A cat sat on a mat', 256)
    expect(cosine(short, long) / norm).toBeCloseTo(1, 4)
  })

  test('does not mind case and form of letters', () => {
    expect(embed('CAFE\u0301 au lait')).toEqual(embed('caf\u00e9 AU lait'))
  })
})
