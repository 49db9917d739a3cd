import { readFileSync, writeFileSync } from 'node:fs'
import { check, data, ENV_TOKEN, KEY, pathOf, stream, write } from '../notebook-folder'

const RANDOM = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4+M2bS1GB4t7NXp'
const LINES = [RANDOM.slice(0, 64), RANDOM.slice(10, 74), RANDOM.slice(20, 60)].join('\n')

describe('checkCommand', () => {
  test('passes a clean notebook and leaves its file alone', async () => {
    const path = write('a.ipynb', [
      {
        source: [
          '// # Title\n',
          'setEnv`ACCESS_TOKEN=...`\n',
          'const { usage } = await chat({ model, messages })',
        ],
      },
      { source: '%set_env ACCESS_TOKEN', outputs: [stream('env: ACCESS_TOKEN is set (hidden)\n')] },
      {
        source: 'curl -H "Authorization: Bearer $ACCESS_TOKEN"',
        outputs: [data({ 'application/json': { completion_tokens: 123456789 } })],
      },
    ])
    const before = readFileSync(path, 'utf8')
    expect(await check(['a.ipynb'], { fix: true })).toEqual({
      code: 0,
      out: '',
      err: '1 notebook checked, no secrets found\n',
    })
    expect(readFileSync(path, 'utf8')).toBe(before)
  })

  test('names file, cell, line and kind, never the value', async () => {
    writeFileSync(pathOf('.env'), `ACCESS_TOKEN=${ENV_TOKEN}\nMODEL_NAME=deci-nano-model\n`)
    write(
      'sub/a.ipynb',
      [
        { source: 'first line\nconst key = "' + KEY + '"' },
        {
          outputs: [
            stream(['ok deci-nano-model\n', `Bearer ${ENV_TOKEN}\n`]),
            data({ 'text/html': `<b>${KEY}</b>` }),
          ],
        },
        { metadata: { note: `x ${ENV_TOKEN}` }, type: 'markdown' },
      ],
      { widgets: { state: { api_key: 'q8Zk29xMv0Lp' } } },
    )
    const { code, out, err } = await check(['sub'])
    expect(code).toBe(1)
    expect(out.split('\n')).toEqual([
      'sub/a.ipynb: cell 1, source line 2: OpenAI key',
      'sub/a.ipynb: cell 2, output line 2: value of ACCESS_TOKEN in .env',
      'sub/a.ipynb: cell 2, output line 1: OpenAI key',
      'sub/a.ipynb: cell 3, metadata line 1: value of ACCESS_TOKEN in .env',
      'sub/a.ipynb: notebook, metadata line 1: random value next to "api_key"',
      '',
    ])
    expect(out + err).not.toMatch(/canary|sk-proj|q8Zk/)
    expect(err).toMatch(/^1 notebook checked, 5 secrets found\. --fix /)
  })

  test.each([
    ['a literal next to a secret name', 'const apiKey = "q8Zk29xMv0Lp"'],
    ['a field of JSON', '{"access_token": "q8Zk29xMv0Lp"}'],
    ['a Python dict', "{'api_key': 'q8Zk29xMv0Lp'}"],
    ['a shell variable', 'export SERVICE_TOKEN=q8Zk29xMv0Lp'],
    ['a constant with a type', 'const apiKey: string = "q8Zk29xMv0Lp"'],
    ['a value where a variable is not set', 'const key = process.env.API_KEY ?? "q8Zk29xMv0Lp"'],
    ['a value over two lines', 'api_key = (\n    "q8Zk29xMv0Lp"\n    "d7Tg31bNw5Rs")'],
    ['a shell variable that could be an identifier', 'export SERVICE_TOKEN=qZkxMvLp7dTgbNwRsJhF'],
    ['an element', '<apiKey>q8Zk29xMv0Lp</apiKey>'],
    ['a password of curl', 'curl -s -u "admin:s3cret-word" https://example.com'],
    ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${LINES}\n-----END RSA PRIVATE KEY-----`],
    ['a private key in JSON', JSON.stringify({ k: `-----BEGIN PRIVATE KEY-----\n${LINES}\n-----END` })],
    ['a private key that is cut', `-----BEGIN OPENSSH PRIVATE KEY-----\n${LINES}`],
    ['a connection string', `Endpoint=https;AccountName=abc;AccountKey=${RANDOM.slice(0, 86)}==;x=y`],
    ['a Telegram token', `bot 1234567890:AA${RANDOM.slice(0, 33).replace(/[+/]/g, 'x')} here`],
    ['a Slack webhook', 'https://hooks.slack.com/services/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'],
    ['a header', '-H "x-api-key: q8Zk29xMv0Lp"'],
    ['a bearer token', '-H "Authorization: Bearer q8Zk29xMv0Lp"'],
    ['basic credentials', 'Authorization: Basic bWU6czNjcmV0LXdvcmQh'],
    ['a query', 'https://example.com/?model=x&api_key=q8Zk29xMv0Lp'],
    ['a password in a URL', 'postgres://me:s3cret-word@db.example.com/x'],
    ['%set_env, however short', '%set_env DB_PASSWORD=hunter2'],
    ['%set_env with a blank', '%set_env ACCESS_TOKEN hunter2'],
    ['%set_env with quotes', '%set_env ACCESS_TOKEN="a few words"'],
    ['setEnv of a string with options', 'setEnv("A_KEY=hunter2", { secret: true })'],
    ['setEnv, however short', 'setEnv`DB_PASSWORD=hunter2`'],
    ['base64 of a value of .env', Buffer.from(`user:${ENV_TOKEN}`).toString('base64')],
    ['a percent-encoded value of .env', 'pa%20ss%2Fword-1'],
    ['a value of .env over two lines', `canary-7f3a\n9b2c4d5e`],
    ['the password of a URL in .env', 'db-pass-7781'],
    ['a password of words and digits', 'password = "Winter2024sun"'],
    ['a key in colours', 'api_key: "\x1b[32mq8Zk29\x1b[0m\x1b[32mxMv0Lp\x1b[39m"'],
    ['a key in coloured parts', `\x1b[1msk-proj-\x1b[0m${KEY.slice(8)}`],
    ['hex under a name that says more', 'azure_openai_key = "9f86d081884c7d659a2feaa0c55ad015"'],
    ['a UUID as an API key', 'HEROKU_API_KEY="3fa85f64-5717-4562-b3fc-2c963f66afa6"'],
    ['a field that is opened by a dollar sign', 'curl "https://x/?$api_key=q8Zk29xMv0Lp"'],
    ['a token beside a shortened one', 'token="whsec_...3frh"; token = "zmq9UXkjXpSqD7UoGgqRhhntoI3s"'],
  ])('finds %s', async (_name, source) => {
    writeFileSync(
      pathOf('.env'),
      `A_TOKEN=${ENV_TOKEN}\nB_SECRET="pa ss/word-1"\nDB=mysql://me:db-pass-7781@h/x\n`,
    )
    write('a.ipynb', [{ source }])
    expect((await check(['a.ipynb'])).code).toBe(1)
  })

  test.each([
    ['a variable', 'const apiKey = process.env.API_KEY2024'],
    ['an expression', 'const token = readToken2(settings)'],
    ['a shell variable', 'curl -H "Authorization: Bearer $ACCESS_TOKEN_2" https://x'],
    ['a template value', 'setEnv`ACCESS_TOKEN=${token}`'],
    ['a placeholder', '%set_env ACCESS_TOKEN=<your key>'],
    ['another placeholder', 'const key = "YOUR_API_KEY_123"'],
    ['an address', 'TOKEN_URL="https://login.example.com/v2/token1"'],
    ['token counts', '{"max_tokens": 1234567890, "prompt_tokens": "1234567890ab"}'],
    ['words', '{"key": "some-plain-words-only", "keyword": "v1a2b3c4d5e6"}'],
    ['a masked value', 'ACCESS_TOKEN=••••••••••'],
    ['a line that says so', 'const apiKey = "q8Zk29xMv0Lp" // pragma: allowlist secret'],
    ['an integrity hash', '"keyHash": "sha256-9f86d081884c7d659a2feaa0c55ad015"'],
    ['words joined', 'API_KEY="test-key-123"; token = "users.user_id_2"; Bearer Authentication-2024'],
    [
      'keys that are none',
      'cacheKey: "v1-9f86d081884c7d65"; public_key="0x04de0B295669a9FD93"; passed="TestCase0001Ok"',
    ],
    ['a key that is a placeholder', 'api_key="sk-your-key-here-1234567890"'],
    ['the password of every example', 'postgres://postgres:postgres@localhost:5432/x redis://:secret@h'],
    ['an identifier', 'doc_key="doi:10.1038/s41586-021-03819-2"'],
    ['the heading of a private key', 'it begins with -----BEGIN PRIVATE KEY-----\nand ends with ...'],
    [
      'a public key',
      '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----',
    ],
    ['a variable of many words', 'apiKey=myVeryLongVariableName2.value'],
    ['a user without a password', 'curl -u "$NAME:$TOKEN" https://example.com; curl -u me: https://x'],
    ['a git commit', 'commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b'],
    ['a UUID', '"id": "3fa85f64-5717-4562-b3fc-2c963f66afa6"'],
    [
      'base64',
      'data:text/plain;base64,TUlJRXZRSUJBREFOQmdrcWhraUc5dzBCQVFFRkFBU0NCS2N3Z2dTakFnRUFBb0lCQVFDN1ZK',
    ],
    ['a plain URL', 'see https://example.com:8080/path@2 for more'],
    ['a value that its provider has shortened', "Secret(truncated_secret='whsec_...3frh', key='sk-…abcd')"],
    ['a key with stars', 'api_key="****************1234" token: sk-proj-********************9Qz1'],
    ['a key that is taken out', 'API_KEY="AKIA<redacted>1f2e3d" token="redacted-9f3kd2Lm"'],
    [
      'names with digits',
      'error_token = "ERC1155MissingApprovalForAll"\nauth_key = "ERC20InsufficientAllowance"',
    ],
    [
      'names of models',
      'token_model = "claude-3-5-sonnet-20241022"; key: "gpt-4o-mini"; auth_key="mixtral-8x7b-32768"',
    ],
    [
      'names of encodings',
      'tokenizer="cl100k_base"; token_encoding = "o200k_base"; key="text-embedding-3-small"',
    ],
    [
      'counted digits',
      'alphabet_key="0123456789abcdef"; api_key="0123456789ABCDEFGHIJKLMNOP"; key=abcdefghijklmnop0123456789',
    ],
    ['an example of a key', 'AKIAIOSFODNN7EXAMPLE, ghp_0123456789abcdefABCDEF0123456789abcd'],
    [
      'a token of a page',
      '{"nextPageToken": "CAUQAA9fKq3Lz81mXw", "page_token": "eyKq3Lz81mXw77", "continuationToken": "q8Zk29xMv0Lp"}',
    ],
    [
      'a key of an item',
      '{"itemKey": "q8Zk29xMv0Lp", "cache_key": "d7Tg31bNw5Rs", "key": "9f86d081884c7d659a2feaa0c55ad015"}',
    ],
    ['a UUID under a plain key', "{'key': '3fa85f64-5717-4562-b3fc-2c963f66afa6'}"],
    [
      'a hash of a password',
      'password_hash="9f86d081884c7d659a2feaa0c55ad015"; keyFingerprint: "q8Zk29xMv0Lp"',
    ],
    [
      'a link that is shared',
      'wget "https://www.dropbox.com/scl/fi/a/x.pdf?rlkey=k4wzx81qpv0m37tjdr5hs92cbe&dl=0"',
    ],
    ['another', 'https://drive.google.com/file/d/1/view?resourcekey=0-q8Zk29xMv0Lpd7Tg'],
    [
      'colours between a name and a number',
      '\x1b[35m, TOKENS: \x1b[0m\x1b[35min\x1b[0m\x1b[35m=\x1b[0m\x1b[1;35m109\x1b[0m\x1b[35m, \x1b[0m',
    ],
    ['a setting', 'TOKENS_PER_MINUTE=100000000 KEYSPACE=production_events2 AUTH_TYPE="oauth2-code-3"'],
    [
      'a stand-in',
      'client = OpenAI(api_key="sk-no-key-required"); token="token-abc123"; api_key="lm-studio-01"',
    ],
    ['a file', 'GOOGLE_APPLICATION_CREDENTIALS="/home/me2/keys/my-project-84a1.json"'],
    ['an arXiv identifier', 'token: arXiv:2310.12345v2, key=PMC7091234'],
  ])('does not mistake %s for a secret', async (_name, source) => {
    write('a.ipynb', [{ source, outputs: [stream(source)] }])
    expect(await check(['a.ipynb'])).toMatchObject({ code: 0, out: '' })
  })

  test('does not read pictures', async () => {
    write('a.ipynb', [
      { outputs: [data({ 'image/png': Buffer.from(`x ${KEY}`).toString('latin1'), 'text/plain': 'x' })] },
    ])
    expect((await check(['a.ipynb'])).code).toBe(0)
  })

  test('searches folders and patterns, but not what others installed', async () => {
    for (const name of [
      'a.ipynb',
      'deep/er/b.ipynb',
      'node_modules/x/c.ipynb',
      '.ipynb_checkpoints/a.ipynb',
      'deep/d.ipynb',
    ])
      write(name, [{ source: `"${KEY}"` }])
    const files = async (...paths: string[]) => [...(await check(paths)).out.matchAll(/^[^:]+/gm)].map(String)
    expect(await files('.')).toEqual(['a.ipynb', 'deep/d.ipynb', 'deep/er/b.ipynb'])
    expect(await files('deep', 'a.ipynb', 'deep/d.ipynb')).toEqual([
      'deep/d.ipynb',
      'deep/er/b.ipynb',
      'a.ipynb',
    ])
    expect(await files('*.ipynb')).toEqual(['a.ipynb'])
    expect(await files('deep/**/*.ipynb')).toEqual(['deep/d.ipynb', 'deep/er/b.ipynb'])
    expect(await files('**/?.ipynb')).toHaveLength(3)
    expect(await files('none*.ipynb')).toEqual([])
  })

  test('fails on what it cannot check', async () => {
    await expect(check([])).rejects.toThrow('Name the notebooks')
    await expect(check(['missing.ipynb'])).rejects.toThrow('There is no file or folder missing.ipynb.')
    writeFileSync(pathOf('notes.md'), '')
    await expect(check(['notes.md'])).rejects.toThrow('not a notebook')
    writeFileSync(pathOf('broken.ipynb'), '{"cells": [')
    expect(await check(['broken.ipynb'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('broken.ipynb: not a notebook'),
    })
  })
})
