/**
 * Requests that are written in every language and run: what people send to servers of models, and everything that could
 * break a literal. `{origin}` in an address is the server's own; else its address is in `BASE_URL`.
 */
import type { SnippetBody, SnippetRequest } from '../../../src/snippets/request'
import type { Text } from '../../../src/snippets/text'

/** Variables that the requests mention. `BASE_URL` is another one for each request. */
export const VARIABLES = {
  ACCESS_TOKEN: 'tok-0123456789-abcdef',
  X_API_KEY: 'sk-test "quoted" $HOME',
  MODEL_NAME: 'deci-"nano"',
  TOPIC: 'the {moon}',
}

type Headers = readonly (readonly [name: string, value: Text])[]

const BEARER: Headers = [['Authorization', ['Bearer ', { env: 'ACCESS_TOKEN' }]]]
const JSON_TYPE: Headers = [['Content-Type', 'application/json']]
const API: Headers = [...JSON_TYPE, ...BEARER]
const at = (path: string): Text => [{ env: 'BASE_URL' }, path]

const post = (path: string, body: string, headers: Headers = API): SnippetRequest => ({
  method: 'POST',
  url: at(path),
  headers,
  body: { text: body },
})
const chat = (fields: string, headers: Headers = API): SnippetRequest =>
  post('/v1/chat/completions', `{"model":"deci-nano",${fields}}`, headers)
/** A chat whose question is a text. */
const says = (text: string): SnippetRequest =>
  chat(`"messages":[{"role":"user","content":${JSON.stringify(text)}}]`)
const HI = '"messages":[{"role":"user","content":"Hi"}]'
const send = (method: string, path: string, headers: Headers, body?: SnippetBody): SnippetRequest => ({
  method,
  url: at(path),
  headers,
  ...(body ? { body } : {}),
})

const PROMPT = `You are a guide.\n\nAnswer in "plain" words, and 'never':\n\t- lie\n\t- use \\ or $HOME or \${x} or \`code\`\n"""\n{name} {{twice}} %s\n`

/** All requests by name. */
export const REQUESTS: Readonly<Record<string, SnippetRequest>> = {
  // Chat completions.
  'a question': says('How far is the moon?'),
  'a system prompt': chat(
    '"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}],"temperature":0.2',
  ),
  'a stream': chat(`${HI},"stream":true`),
  'a stream with its usage': chat(`${HI},"stream":true,"stream_options":{"include_usage":true}`),
  'no stream, said': chat(`${HI},"stream":false`),
  'a request without a key': chat(HI, JSON_TYPE),
  'a stream without a key': chat(`${HI},"stream":true`, JSON_TYPE),
  'another login': chat(HI, [...JSON_TYPE, ['Authorization', ['Token ', { env: 'ACCESS_TOKEN' }]]]),
  'a key in a header of its own': chat(HI, [...JSON_TYPE, ['X-Api-Key', [{ env: 'X_API_KEY' }]]]),
  'an extra header': chat(HI, [...API, ['X-Session-Id', 'a b/c']]),
  'extra headers of a stream': chat(`${HI},"stream":true`, [
    ...API,
    ['X-A', '1'],
    ['x-b', 'it\'s "2" $3 `4` \\5'],
  ]),
  'a header beyond ASCII': chat(HI, [...API, ['X-City', 'Zürich']]),
  'a header without a value': chat(HI, [...API, ['X-Empty', '']]),
  'a header that comes twice': chat(HI, [...API, ['X-Tag', 'one'], ['X-Tag', 'two']]),
  'an Accept header': chat(HI, [...API, ['Accept', 'text/event-stream']]),
  'a type with a charset': chat(HI, [['Content-Type', 'application/json; charset=utf-8'], ...BEARER]),
  'JSON that is said to be a form': chat(HI, [
    ['Content-Type', 'application/x-www-form-urlencoded'],
    ...BEARER,
  ]),
  'a query': { ...chat(HI), url: at('/v1/chat/completions?api-version=2024-10-21') },
  'two fields in a query': { ...chat(HI), url: at('/v1/chat/completions?a=1&b=x-y_z') },
  'a variable in a query': {
    ...chat(HI),
    url: [{ env: 'BASE_URL' }, '/v1/chat/completions?token=', { env: 'ACCESS_TOKEN' }],
  },
  'an encoded query': { ...chat(HI), url: at('/v1/chat/completions?q=a%20b%2Fc') },
  'a base of its own for the model': { ...chat(HI), url: at('/serving/llm/deci-nano/v1/chat/completions') },
  'an address without a variable': { ...chat(HI), url: '{origin}/v1/chat/completions' },
  'two slashes': { ...chat(HI), url: at('/v1//chat/completions') },
  'a variable as the model': {
    ...says(''),
    body: { text: ['{"model":"', { env: 'MODEL_NAME' }, `",${HI}}`] },
  },
  'a variable inside of a text': {
    ...says(''),
    body: {
      text: [
        '{"model":"deci-nano","messages":[{"role":"user","content":"Tell of {x} and \\"',
        { env: 'TOPIC' },
        '\\" \\\\ now"}]}',
      ],
    },
  },
  'a seed of 64 bits': chat(`${HI},"seed":12345678901234567890`),
  'many digits behind the point': chat(`${HI},"temperature":0.12345678901234567891`),
  'numbers of all kinds': chat(
    `${HI},"temperature":1.0,"top_p":1e-5,"presence_penalty":-0.5,"max_tokens":1E2,"n":1`,
  ),
  'a negative zero': chat(`${HI},"presence_penalty":-0`),
  'True, False and None': chat(`${HI},"logprobs":true,"store":false,"user":null`),
  'unknown fields': chat(
    `${HI},"top_k":40,"repetition_penalty":1.1,"chat_template_kwargs":{"enable_thinking":false}`,
  ),
  'unknown fields of a stream': chat(`${HI},"stream":true,"top_k":40,"provider":{"order":["a","b"]}`),
  'unknown fields of a message': chat(
    '"messages":[{"role":"user","content":[{"type":"text","text":"Hi","cache_control":{"type":"ephemeral"}}],"prefix":true}]',
  ),
  'a field with an odd name': chat(`${HI},"x-y z":1,"ключ":"знач","":2`),
  'a field that is a prototype': chat(`${HI},"metadata":{"__proto__":"x","constructor":"y","toString":"z"}`),
  'fields that are numbers': chat(`${HI},"logit_bias":{"50256":-100,"7":5,"100":1}`),
  'a field that comes twice': chat(`${HI},"top_k":1,"top_k":2`),
  'stop words': chat(`${HI},"stop":["\\n","###","\\"\\"\\""]`),
  tools: chat(
    `${HI},"tools":[{"type":"function","function":{"name":"weather","description":"It's the \\"weather\\"","parameters":{"type":"object","properties":{"city":{"type":"string","enum":["Bern","Zürich"]},"days":{"type":"integer","default":null}},"required":["city"],"additionalProperties":false}}}],"tool_choice":"auto"`,
  ),
  'answers of tools': chat(
    '"messages":[{"role":"user","content":"Weather?"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Bern\\"}"}}]},{"role":"tool","tool_call_id":"c1","content":"{\\"t\\": 21.50}"}]',
  ),
  'a picture': chat(
    '"messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo=","detail":"low"}}]}]',
  ),
  'a schema': chat(
    `${HI},"response_format":{"type":"json_schema","json_schema":{"name":"a","strict":true,"schema":{"type":"object","properties":{"$ref":{"type":"string"}}}}}`,
  ),
  'empty texts and lists': chat('"messages":[{"role":"user","content":""}],"stop":[],"metadata":{}'),
  'a prompt of several lines': says(PROMPT),
  'a prompt that ends with a quote': says(`${'line\n'.repeat(12)}the end"`),
  'a prompt that ends with quotes': says(`${'line\n'.repeat(12)}the end""""`),
  'a prompt that ends with a backslash': says(`${'line\n'.repeat(12)}the end\\`),
  'a prompt with carriage returns': says(`${'line\r\n'.repeat(12)}the end`),
  'a prompt with blanks at its lines': says(`  first\n${'\tline  \n'.repeat(8)}\n\n`),
  quotes: says(`it's "so" 'quoted' \`here\` '"'"' \\' \\"`),
  dollars: says('$HOME ${HOME} $(whoami) `id` $$ $1 ${process.env.X} {os.environ}'),
  backslashes: says('C:\\new\\table \\u0041 \\x41 \\N{DASH} \\\\ \\'),
  'exclamation and at': says('@file !! !$ #x %s %(a)s ~ & | ; < >'),
  emoji: says('🌍 👩‍👩‍👧 é ß 漢字 \u{1F1E8}\u{1F1ED}'),
  'characters that hide': says('a\u200bb\u202ec\u2028d\u2029e\ufefff\u0085g\u007fh'),
  'control characters': says('nul \u0000 bell \u0007 esc \u001b[31m tab \t ff \f'),
  'half of a character pair': chat('"messages":[{"role":"user","content":"\\ud83d alone"}]'),
  'a private character': says('plane 15: \u{F0000} \u{F0001}'),
  markup: says('</script><!-- & --> {{ x }} <think> ]]>'),
  'a body in several lines': post('/v1/chat/completions', `{\n  "model": "deci-nano",\n  ${HI}\n}\n`),
  'a long conversation': chat(
    `"messages":[${Array.from({ length: 20 }, (_, index) => `{"role":"${index % 2 ? 'assistant' : 'user'}","content":"turn ${index}"}`).join(',')}]`,
  ),
  'no messages': post('/v1/chat/completions', '{"model":"deci-nano"}'),
  'a stream that is no truth value': chat(`${HI},"stream":"yes"`),
  // Responses.
  'a response': post('/v1/responses', '{"model":"deci-nano","input":"Hi"}'),
  'a response that streams': post('/v1/responses', '{"model":"deci-nano","input":"Hi","stream":true}'),
  'a response to several messages': post(
    '/v1/responses',
    '{"model":"deci-nano","instructions":"Be\\nbrief.","input":[{"role":"user","content":[{"type":"input_text","text":"Hi"}]}],"max_output_tokens":50,"reasoning":{"effort":"low"},"top_k":3}',
  ),
  // Embeddings.
  'an embedding': post('/v1/embeddings', '{"model":"small","input":"a text"}'),
  'an embedding with a header': post(
    '/v1/embeddings',
    '{"model":"small","input":["a","b"],"truncate":"END"}',
    [...API, ['X-A', '1']],
  ),
  'an embedding in a format': post(
    '/v1/embeddings',
    '{"model":"small","input":["a","b"],"encoding_format":"float","dimensions":3,"input_type":"query"}',
  ),
  'an embedding without a key': post('/v1/embeddings', '{"model":"small","input":"a"}', JSON_TYPE),
  // Models.
  'the models': send('GET', '/v1/models', BEARER),
  'the models, without a key': send('GET', '/v1/models', []),
  'the models, with a header and a query': send('GET', '/v1/models?limit=5', [...BEARER, ['X-A', '1']]),
  'a model': send('GET', '/v1/models/llama3.2:1b', BEARER),
  'a model with a slash': send('GET', '/v1/models/meta/llama-3', BEARER),
  // Anything else.
  'a page': send('GET', '/status', []),
  'a page with a query': send('GET', '/search?q=a+b&lang=de%2DCH&empty=', [['Accept', 'application/json']]),
  'a head': send('HEAD', '/v1/models', BEARER),
  'a put': send('PUT', '/items/1', API, { text: '{"a":1.50}' }),
  'a patch': send('PATCH', '/items/1', API, { text: '[{"op":"add","path":"/a/~1","value":null}]' }),
  'a delete': send('DELETE', '/items/1', BEARER),
  'a delete with a body': send('DELETE', '/items', API, { text: '{"ids":[1,2]}' }),
  'a get with a body': send('GET', '/search', JSON_TYPE, { text: '{"query":{"match_all":{}}}' }),
  'a method of its own': send('PURGE', '/cache', []),
  'a post without a body': send('POST', '/start', BEARER),
  'a post with an empty body': send(
    'POST',
    '/start',
    [['Content-Type', 'application/x-www-form-urlencoded']],
    { text: '' },
  ),
  'a form': send('POST', '/form', [['Content-Type', 'application/x-www-form-urlencoded']], {
    text: 'a=1&b=%20x&c=%27',
  }),
  'plain text': send('POST', '/text', [['Content-Type', 'text/plain; charset=utf-8']], {
    text: '@not a file\n\'single\' "double" $HOME \\n\n',
  }),
  'lines of JSON': send('POST', '/_bulk', [['Content-Type', 'application/x-ndjson']], {
    text: '{"index":{}}\n{"a":"b"}\n',
  }),
  'what is no JSON': send('POST', '/text', JSON_TYPE, { text: '{"a": tru}' }),
  'JSON that is a text': send('POST', '/text', JSON_TYPE, { text: '"just a text"' }),
  'a body without a type': send('POST', '/text', [], { text: '{"a":1}' }),
  Ollama: send('POST', '/api/chat', JSON_TYPE, {
    text: '{"model":"llama3.2","messages":[{"role":"user","content":"Hi"}],"stream":true}',
  }),
  "Anthropic's messages": send(
    'POST',
    '/v1/messages',
    [...JSON_TYPE, ['x-api-key', [{ env: 'X_API_KEY' }]], ['anthropic-version', '2023-06-01']],
    { text: '{"model":"claude","max_tokens":64,"messages":[{"role":"user","content":"Hi"}]}' },
  ),
  'older completions': post('/v1/completions', '{"model":"deci-nano","prompt":"Once","stream":true}'),
  cookies: send('GET', '/me', [['Cookie', 'theme=dark; lang=de']]),
  'a user agent': send('GET', '/me', [['User-Agent', 'my tool/1.0']]),
  'a range': send('GET', '/file', [['Range', 'bytes=0-99']]),
  'a file': send('POST', '/v1/audio/transcriptions', BEARER, {
    form: [
      { name: 'model', value: 'whisper-1' },
      { name: 'file', file: 'speech.txt', type: 'text/plain' },
    ],
  }),
  'a file by another name': send('POST', '/upload', [], {
    form: [{ name: 'file', file: 'speech.txt', filename: 'a "b", c;d.txt', type: 'application/x-thing' }],
  }),
  'a form of texts': send('POST', '/upload', [], {
    form: [
      { name: 'a', value: '@1;type=x' },
      { name: 'a', value: 'it\'s "2" $3\n<4' },
      { name: 'b', value: [{ env: 'TOPIC' }] },
    ],
  }),
  'dot segments': send('GET', '/a/../b', []),
  'braces in an address': send('GET', '/a/{b}', []),
}
