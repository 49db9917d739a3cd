import { dropNpmLeftovers, npmLeftovers, withoutNpm } from '../../src/base/npm-leftovers'

/** As `npm start --silent` leaves it to its script. */
const left = {
  HOME: '/home/u',
  INIT_CWD: '/work/x',
  NODE: '/usr/bin/node',
  COLOR: '0',
  PATH: '/work/x/.venv/bin:/work/x/node_modules/.bin:/node_modules/.bin:/usr/lib/npm/node-gyp-bin:/home/u/node_modules/.bin:/usr/bin',
  NPM_CONFIG_PREFIX: '/home/u/.npm-global',
  npm_command: 'run',
  npm_config_loglevel: 'silent',
  npm_config_ignore_scripts: 'true',
  npm_config_local_prefix: '/work/x',
  npm_config_user_agent: 'npm/11',
  npm_config_registry: 'http://127.0.0.1:4873/',
  npm_config_strict_ssl: '',
  npm_config_https_proxy: 'http://127.0.0.1:3128',
  'npm_config_//127.0.0.1:4873/:_authToken': 'a',
  npm_execpath: '/usr/lib/npm/bin/npm-cli.js',
  npm_lifecycle_event: 'start',
  npm_node_execpath: '/usr/bin/node',
  npm_package_name: 'x',
  npm_package_config_a: 'b',
}

describe('what npm leaves to its scripts', () => {
  test('goes, and what says where packages come from stays', () => {
    expect(withoutNpm(left)).toEqual({
      HOME: '/home/u',
      PATH: '/work/x/.venv/bin:/home/u/node_modules/.bin:/usr/bin',
      NPM_CONFIG_PREFIX: '/home/u/.npm-global',
      npm_config_registry: 'http://127.0.0.1:4873/',
      npm_config_strict_ssl: '',
      npm_config_https_proxy: 'http://127.0.0.1:3128',
      'npm_config_//127.0.0.1:4873/:_authToken': 'a',
    })
  })

  test('goes once: what is set afterwards stays', () => {
    const env: Record<string, string | undefined> = { ...left }
    dropNpmLeftovers(env)
    env['npm_config_loglevel'] = 'silent'
    dropNpmLeftovers(env)
    expect(env['npm_config_loglevel']).toBe('silent')
  })

  test('is not looked for in a plain terminal', () => {
    const env = { npm_config_loglevel: 'silent', INIT_CWD: '/x', NODE: 'n', PATH: '/a/node_modules/.bin:/b' }
    expect(npmLeftovers(env)).toEqual({})
    expect(withoutNpm(env)).toEqual(env)
  })

  test('keeps a NODE that is not that of npm', () => {
    expect(withoutNpm({ ...left, NODE: '/opt/node' })['NODE']).toBe('/opt/node')
  })
})
