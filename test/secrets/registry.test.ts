import { clearSecrets, registerEnvironment, registerSecret, secretValues } from '../../src/secrets/registry'
import { isSecretName } from '../../src/secrets/secret-names'
import { whyNotMasked } from '../../src/secrets/plain-values'

beforeEach(clearSecrets)

describe('isSecretName', () => {
  test.each([
    'ACCESS_TOKEN',
    'OPENAI_API_KEY',
    'apikey',
    'PGPASSWORD',
    'DB_PASSWD',
    'SMTP_PASS',
    'USER_PWD',
    'authorization',
    'X-Auth',
    'GOOGLE_CREDENTIALS',
    'Set-Cookie',
    'client_secret',
    'passphrase',
    'KEYCLOAK_CLIENT_SECRET',
    'KEYSTORE_PASSWORD',
    'AWS_ACCESS_KEY_ID',
    'SECRET_KEY_BASE',
    'AUTH_HEADER',
    'API_TOKENS',
    'NEXT_PUBLIC_API_KEY',
    'TOKEN_1',
  ])('takes %s for a secret', (name) => expect(isSecretName(name)).toBe(true))

  test.each([
    'MODEL_NAME',
    'WORKSPACE_ID',
    'PWD',
    'OLDPWD',
    'GIT_AUTHOR_NAME',
    'KEYBOARD',
    'XKB_KEYMAP',
    'TOX_TESTENV_PASSENV',
    'TOKENIZERS_PARALLELISM',
    'max_tokens',
    'prompt_tokens',
    'completion_tokens',
    'BASE_URL',
    'KEYSPACE',
    'KEYCLOAK_REALM',
    'KEYSTONE_ENDPOINT',
    'TOKENS_PER_MINUTE',
    'TOKEN_LIMIT',
    'EOS_TOKEN',
    'AUTH_TYPE',
    'authMethod',
    'PASSWORD_MIN_LENGTH',
    'SECRET_NAME',
    'KEY_VAULT_NAME',
    'TOKEN_EXPIRY',
    'PASS_RATE',
    'COOKIE_DOMAIN',
    'SSH_PUBLIC_KEY',
    'STRIPE_PUBLISHABLE_KEY',
    'SECRETARY',
    'MONKEY_HOST',
  ])('does not take %s for one', (name) => expect(isSecretName(name)).toBe(false))
})

describe('whyNotMasked', () => {
  test.each(['', 'short', '1234567'])('refuses %j for its length', (value) =>
    expect(whyNotMasked(value)).toBe('shorter than 8 characters'),
  )
  test.each([
    'development',
    'environment',
    'PRODUCTION',
    '00000000',
    '12345678',
    'example.com',
    '100000000',
    '<|im_end|>',
  ])('refuses %s as a common word', (value) => expect(whyNotMasked(value)).toBe('a common word'))
  test.each(['password', 'xxxxxxxx', 'your-api-key', '<YOUR_KEY>', 'sk-xxxxxxxxxxxx'])(
    'refuses %s as a placeholder',
    (value) => expect(whyNotMasked(value)).toBe('a placeholder'),
  )
  test.each([
    'lm-studio',
    'not-needed',
    'sk-no-key-required',
    'token-abc123',
    'fake-key-123',
    'dummy_api_key',
    'EMPTY_KEY',
    'unused-key',
    'ollama-local',
    'Localhost',
    'anything',
    'password1234',
  ])('refuses %s as a stand-in', (value) => expect(whyNotMasked(value)).toBe('a stand-in for a key'))
  test.each(['river-stone', 'production_events', 'local.studio'])(
    'takes %s for a password, and for no key',
    (value) => {
      expect(whyNotMasked(value, 'SERVICE_API_KEY')).toBeDefined()
      expect(whyNotMasked(value, 'DB_PASSWORD') === undefined || value === 'local.studio').toBe(true)
    },
  )
  test.each(['top-secret-value', 'sk-test-4f9a', 'dummy-7Q2x', 'ollama-9931', 'river-stone-42'])(
    'accepts %s as a key',
    (value) => expect(whyNotMasked(value, 'SERVICE_API_KEY')).toBeUndefined(),
  )
  test.each(['correct horse battery', 'hunter2hunter2', 'qxzvkjwpmb', 'a1b2c3d4', 'pässwörter'])(
    'accepts %s',
    (value) => expect(whyNotMasked(value)).toBeUndefined(),
  )
})

describe('registerSecret', () => {
  test('tells whether the value is masked from now on', () => {
    expect(registerSecret('tok_1234567890', 'T')).toBe(true)
    expect(registerSecret('password', 'T')).toBe(false)
    expect(secretValues()).toEqual(['tok_1234567890'])
  })

  test('drops blanks around a value', () => {
    registerSecret('  tok_1234567890\n', 'T')
    expect(secretValues()).toEqual(['tok_1234567890'])
  })

  test.each([
    ['a bearer token', 'Bearer abc123def456', 'abc123def456'],
    ['a basic pair', `Basic ${Buffer.from('me:s3cret-word!').toString('base64')}`, 's3cret-word!'],
    ['a password in a URL', 'postgres://me:s3cret-word!@db/x', 's3cret-word!'],
    ['an encoded password in a URL', 'postgres://me:p%40ssw0rdX@db/x', 'p@ssw0rdX'],
    [
      'a field of a JSON key file',
      '{"type":"x","nested":{"private_key":"MIIEvQIBADANBg"}}',
      'MIIEvQIBADANBg',
    ],
    [
      'a line of a private key',
      '-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0\n-----END KEY-----',
      'MIIEvQIBADANBgkqhkiG9w0',
    ],
    ['a cookie', 'session=aaaabbbbccccdddd1; theme=dark', 'aaaabbbbccccdddd1'],
  ])('registers %s inside a value too', (_name, value, part) => {
    registerSecret(value, 'T')
    expect(secretValues()).toContain(part)
    expect(secretValues()).toContain(value)
  })

  test('is one registry for all copies of the library', () => {
    jest.isolateModules(() => {
      const other = jest.requireActual<typeof import('../../src/secrets/registry')>(
        '../../src/secrets/registry',
      )
      expect(other.registerSecret).not.toBe(registerSecret)
      other.registerSecret('from-the-other-copy-1', 'T')
    })
    expect(secretValues()).toContain('from-the-other-copy-1')
  })
})

describe('registerEnvironment', () => {
  const isPath = (value: string) => value === '/home/me/notebooks'

  test('takes secret names, keys by prefix and passwords in URLs', () => {
    const names = registerEnvironment(
      {
        SERVICE_TOKEN: 'tok_1234567890',
        MY_MODEL: 'sk-ant-0123456789',
        DATABASE_URL: 'mysql://me:s3cret-word!@db/x',
        MODEL_NAME: 'deci-nano-model',
        EMPTY_KEY: '',
        UNSET_KEY: undefined,
      },
      { isPath },
    )
    expect(names).toEqual(['SERVICE_TOKEN', 'MY_MODEL'])
    expect(secretValues()).toEqual(
      expect.arrayContaining(['tok_1234567890', 'sk-ant-0123456789', 's3cret-word!']),
    )
    expect(secretValues()).toHaveLength(3)
  })

  test('leaves folders, sockets, helpers, addresses and words alone', () => {
    registerEnvironment(
      {
        PWD: '/srv/data/project',
        OLDPWD: '/srv/data/other',
        KEY_FOLDER: '/home/me/notebooks',
        SSH_AUTH_SOCK: '/tmp/ssh-XXXXabcdef/agent.4242',
        XAUTHORITY: '/run/user/1000/gdm/Xauthority',
        GIT_ASKPASS: '/usr/lib/code/askpass.sh',
        TOKEN_URL: 'https://login.example.com/oauth/token',
        GIT_AUTHOR_NAME: 'Ada Lovelace',
        KEYBOARD: 'de-latin1-nodeadkeys',
        AUTH_MODE: 'development',
      },
      { isPath },
    )
    expect(secretValues()).toEqual([])
  })

  test('asks the file system when it is not told', () => {
    registerEnvironment({
      KEY_A: __dirname,
      KEY_B: `${__dirname}:${process.cwd()}`,
      KEY_C: '/not/there/at/all/4242',
    })
    expect(secretValues()).toEqual(['/not/there/at/all/4242'])
  })

  test.each([
    ['GOOGLE_APPLICATION_CREDENTIALS', '/tmp/not there yet/creds.json'],
    ['GOOGLE_APPLICATION_CREDENTIALS', 'service-account-prod.json'],
    ['KAGGLE_CREDENTIALS', '~/.kaggle/kaggle.json'],
    ['TLS_KEY', './certs/server.pem'],
    ['SSH_KEY', 'C:\\Users\\me\\.ssh\\id.key'],
    ['AUTH_SERVER', 'https://login.example.com/realms/main'],
    ['KEY_SERVICE', 'https://keys.example.com'],
    ['PACKAGE', 'key-value-store'],
    ['LIBRARY', 'sk-learn-contrib'],
  ])('leaves %s=%s alone', (name, value) => {
    registerEnvironment({ [name]: value })
    expect(secretValues()).toEqual([])
  })

  test.each([
    ['AWS_SECRET_ACCESS_KEY', '/wJal9rXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEK'],
    ['WEBHOOK_SECRET', 'https://hooks.example.com/services/T0A1B2C3D/q8Zk29xMv0Lpd7Tg31b'],
    ['SOME_NAME', 'sk-0123abcd'],
    ['APP_CREDENTIALS', '{"user":"me","password":"s3cret-word"}'],
  ])('takes %s for a secret', (name, value) => {
    registerEnvironment({ [name]: value })
    expect(secretValues()).toContain(value)
  })

  test('of a service account takes what is secret, not its addresses', () => {
    const account = {
      type: 'service_account',
      private_key_id: '9f86d081884c7d659a2feaa0',
      auth_uri: 'https://accounts.example.com/o/oauth2/auth',
      token_uri: 'https://oauth2.example.com/token',
      auth_provider_x509_cert_url: 'https://www.example.com/oauth2/v1/certs',
    }
    registerEnvironment({ GCP_CREDENTIALS: JSON.stringify(account) })
    expect(secretValues()).toContain(account.private_key_id)
    expect(secretValues().some((value) => value.startsWith('https:'))).toBe(false)
  })
})
