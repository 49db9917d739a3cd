/** How long something took, in the words of IPython. */
import { timespan } from '../../src/magics/clock'

test.each([
  [0, '0 ns'],
  [2.36e-4, '236 μs'],
  [4.2e-8, '42 ns'],
  [0.001, '1 ms'],
  [0.0523, '52.3 ms'],
  [1.2349, '1.23 s'],
  [59.96, '60 s'],
  [62.7, '1min 2s'],
  [3600, '1h'],
  [90061, '1d 1h 1min 1s'],
])('%d s is %s', (seconds, text) => {
  expect(timespan(seconds)).toBe(text)
})
