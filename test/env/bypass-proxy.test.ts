import { bypassProxy } from '../../src/env/bypass-proxy'

const proxy = 'http://proxy.example:3128'

describe('bypassProxy', () => {
  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['no proxy', {}, {}],
    ['an empty one', { http_proxy: '' }, {}],
    ['a list without a proxy', { NO_PROXY: 'a.example' }, {}],
    ['a proxy', { http_proxy: proxy }, { no_proxy: '127.0.0.1', NO_PROXY: '127.0.0.1' }],
    ['one for all', { ALL_PROXY: proxy }, { no_proxy: '127.0.0.1', NO_PROXY: '127.0.0.1' }],
    ['a list', { HTTP_PROXY: proxy, NO_PROXY: 'a.example, .b.example' }, { NO_PROXY: 'a.example,.b.example,127.0.0.1' }],
    ['two lists', { http_proxy: proxy, no_proxy: 'a', NO_PROXY: 'b' }, { no_proxy: 'a,127.0.0.1', NO_PROXY: 'b,127.0.0.1' }],
    ['a list with it', { http_proxy: proxy, no_proxy: 'localhost,127.0.0.1' }, { no_proxy: 'localhost,127.0.0.1' }],
    ['all excepted', { http_proxy: proxy, no_proxy: '*' }, { no_proxy: '*' }],
  ])('takes %s', (_what, env, set) => {
    expect(bypassProxy(env, '127.0.0.1')).toEqual(set)
  }) // prettier-ignore
})
