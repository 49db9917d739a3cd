import { bypassesProxy } from '../../src/env/no-proxy'

test.each([
  ['example.com', '*', true],
  ['example.com', 'example.com', true],
  ['www.example.com', 'example.com', true],
  ['www.example.com', '.example.com', true],
  ['notexample.com', 'example.com', false],
  ['example.com', 'www.example.com', false],
  ['EXAMPLE.com.', 'a, example.COM', true],
  ['127.0.0.1', '127.0.0.0/8', true],
  ['128.0.0.1', '127.0.0.0/8', false],
  ['127.0.0.1', '127.0.0.1', true],
  ['::1', '[::1]', true],
  ['::1', '::/120', true],
  ['10.0.0.1', '10.0.0.0/99', false],
  ['example.com', '', false],
])('the host %s with no_proxy %j is reached directly: %s', (host, list, expected) => {
  expect(bypassesProxy(host, list)).toBe(expected)
})
