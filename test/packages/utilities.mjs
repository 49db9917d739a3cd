// Quickstarts of the most used utilities. See README.md for the fields.

export const sets = {
  utilities: {
    lodash: '4.18.1',
    '@types/lodash': '4.17.27',
    'lodash-es': '4.18.1',
    '@types/lodash-es': '4.17.12',
    dayjs: '1.11.23',
    'date-fns': '4.4.0',
    uuid: '14.0.3',
    nanoid: '5.1.16',
    chalk: '5.6.2',
    'p-limit': '7.3.3',
    'p-queue': '9.3.5',
    'p-retry': '7.1.1',
    execa: '9.6.1',
    zx: '8.8.5',
    commander: '14.0.3',
    yargs: '18.2.0',
    '@types/yargs': '17.0.35',
    dotenv: '17.4.2',
    rxjs: '7.8.2',
    immer: '11.2.10',
    ramda: '0.32.0',
    '@types/ramda': '0.32.0',
    remeda: '2.61.0',
    'fast-xml-parser': '5.12.1',
    cheerio: '1.2.0',
    marked: '18.2.1',
    'csv-parse': '7.0.3',
    yaml: '2.9.1',
    glob: '14.0.6',
    'fs-extra': '11.4.1',
    '@types/fs-extra': '11.0.4',
  },
}

const one = (id, code, want, hover, member, more = {}) => ({
  id,
  set: 'utilities',
  cells: [code],
  want,
  hover,
  member,
  ...more,
})

export const cases = [
  one(
    'lodash',
    `import _ from 'lodash'

const grouped = _.groupBy([6.1, 4.2, 6.3], Math.floor)
console.log(grouped, _.chunk(['a', 'b', 'c', 'd'], 2).length)`,
    "\\{ '4': \\[ 4.2 \\], '6': \\[ 6.1, 6.3 \\] \\} 2",
    'grouped',
    ['_.', 'debounce'],
  ),
  one(
    'lodash-es',
    `import { chunk, sortBy } from 'lodash-es'

const sorted = sortBy([{ n: 2 }, { n: 1 }], 'n')
console.log(sorted[0].n, chunk([1, 2, 3], 2).length)`,
    '^1 2$',
    'sorted',
    ['sorted[0].', 'n'],
    { subset: true },
  ),
  one(
    'dayjs',
    `import dayjs from 'dayjs'
import utc from 'dayjs/plugin/utc'
import relativeTime from 'dayjs/plugin/relativeTime'

dayjs.extend(utc)
dayjs.extend(relativeTime)
const day = dayjs.utc('2026-01-02').add(1, 'month')
console.log(day.format('YYYY/MM/DD'), dayjs('2020-01-01').from('2021-01-01'))`,
    '^2026/02/02 a year ago$',
    'day',
    ['day.', 'format'],
  ),
  one(
    'date-fns',
    `import { format, addDays, formatDistance } from 'date-fns'
import { de } from 'date-fns/locale'

const day = addDays(new Date(2026, 0, 31), 1)
console.log(format(day, 'yyyy-MM-dd'), format(day, 'MMMM', { locale: de }), formatDistance(0, 86400000))`,
    '^2026-02-01 Februar 1 day$',
    'day',
    ['day.', 'getTime'],
  ),
  one(
    'uuid',
    `import { v4 as uuidv4, v7, validate } from 'uuid'

const id = uuidv4()
console.log(validate(id), v7().length)`,
    '^true 36$',
    'id',
    ['id.', 'slice'],
  ),
  one(
    'nanoid',
    `import { nanoid, customAlphabet } from 'nanoid'

const id = nanoid()
const digits = customAlphabet('0123456789', 6)
console.log(id.length, digits().length)`,
    '^21 6$',
    'digits',
    ['id.', 'length'],
  ),
  one(
    'chalk',
    `import chalk, { Chalk } from 'chalk'

const error = new Chalk({ level: 1 }).bold.red
console.log(chalk.blue('Hello world!'), error('Error!').includes('Error!'))`,
    'Hello world!.*true',
    'error',
    ['chalk.', 'green'],
  ),
  one(
    'p-limit',
    `import pLimit from 'p-limit'

const limit = pLimit(1)
const input = [limit(async () => 'foo'), limit(async () => 'bar')]
const result = await Promise.all(input)
console.log(result)`,
    "\\[ 'foo', 'bar' \\]",
    'result',
    ['limit.', 'activeCount'],
  ),
  one(
    'p-queue',
    `import PQueue from 'p-queue'

const queue = new PQueue({ concurrency: 1 })
const done: string[] = []
queue.add(async () => done.push('a'))
queue.add(async () => done.push('b'))
await queue.onIdle()
console.log(done.join())`,
    '^a,b$',
    'queue',
    ['queue.', 'onIdle'],
  ),
  one(
    'p-retry',
    `import pRetry, { AbortError } from 'p-retry'

let tries = 0
const run = async () => {
  if (++tries < 3) throw new Error('again')
  return 'ok'
}
const answer = await pRetry(run, { retries: 5, minTimeout: 1 })
console.log(answer, tries, AbortError.name)`,
    '^ok 3 AbortError$',
    'answer',
    ['answer.', 'toUpperCase'],
  ),
  one(
    'execa',
    `import { execa, $ } from 'execa'

const { stdout } = await execa('echo', ['unicorns'])
const name = (await $\`echo \${'rainbows'}\`).stdout
console.log(stdout, name)`,
    '^unicorns rainbows$',
    'stdout',
    ['$.', 'sync'],
  ),
  one(
    'zx',
    `import { $, cd, path } from 'zx'

$.verbose = false
const output = await $\`echo hello\`
console.log(output.stdout.trim(), path.basename('/a/b.ts'), typeof cd)`,
    '^hello b.ts function$',
    'output',
    ['output.', 'exitCode'],
  ),
  one(
    'commander',
    `import { Command } from 'commander'

const program = new Command()
program.name('split').option('-s, --separator <char>', 'separator', ',').argument('<string>')
program.parse(['node', 'split', '-s', '/', 'a/b'])
const options = program.opts<{ separator: string }>()
console.log(program.args[0].split(options.separator))`,
    "\\[ 'a', 'b' \\]",
    'options',
    ['program.', 'parseAsync'],
  ),
  one(
    'yargs',
    `import yargs from 'yargs'
import { hideBin } from 'yargs/helpers'

const argv = await yargs(hideBin(['node', 'file', '--port', '8080']))
  .option('port', { type: 'number', demandOption: true })
  .parse()
console.log(argv.port)`,
    '^8080$',
    'argv',
    ['argv.', 'port'],
  ),
  one(
    'dotenv',
    `import dotenv from 'dotenv'
import 'dotenv/config'

const parsed = dotenv.parse(Buffer.from('BASIC=basic'))
console.log(parsed.BASIC)`,
    '^basic$',
    'parsed',
    ['dotenv.', 'config'],
  ),
  one(
    'rxjs',
    `import { range, filter, map, lastValueFrom, toArray } from 'rxjs'
import { ajax } from 'rxjs/ajax'

const values$ = range(1, 10).pipe(
  filter((x) => x % 2 === 1),
  map((x) => x + x),
)
console.log(await lastValueFrom(values$.pipe(toArray())), typeof ajax)`,
    '\\[ 2, 6, 10, 14, 18 \\] function',
    'values$',
    ['values$.', 'subscribe'],
  ),
  one(
    'immer',
    `import { produce } from 'immer'

const base = [{ title: 'Learn', done: false }]
const next = produce(base, (draft) => {
  draft[0].done = true
  draft.push({ title: 'Try', done: false })
})
console.log(base[0].done, next[0].done, next.length)`,
    '^false true 2$',
    'next',
    ['next[0].', 'title'],
  ),
  one(
    'ramda',
    `import * as R from 'ramda'

const double = R.map((x: number) => x * 2)
console.log(double([1, 2, 3]), R.pathOr('none', ['a', 'b'], { a: { b: 'deep' } }))`,
    '\\[ 2, 4, 6 \\] deep',
    'double',
    ['R.', 'groupBy'],
  ),
  one(
    'remeda',
    `import * as R from 'remeda'

const users = [{ name: 'john', age: 20 }, { name: 'zara', age: 15 }]
const names = R.pipe(users, R.filter((user) => user.age >= 18), R.map((user) => user.name))
console.log(names)`,
    "\\[ 'john' \\]",
    'names',
    ['R.', 'sortBy'],
  ),
  one(
    'fast-xml-parser',
    `import { XMLParser, XMLBuilder } from 'fast-xml-parser'

const parser = new XMLParser({ ignoreAttributes: false })
const json = parser.parse('<note id="1"><to>Ada</to></note>')
console.log(json.note.to, new XMLBuilder().build({ a: { b: 1 } }))`,
    '^Ada <a><b>1</b></a>$',
    'parser',
    ['parser.', 'parse'],
  ),
  one(
    'cheerio',
    `import * as cheerio from 'cheerio'

const $ = cheerio.load('<h2 class="title">Hello world</h2>')
$('h2.title').text('Hello there!').addClass('welcome')
const text = $('h2').text()
console.log(text, $.html('h2'))`,
    'Hello there! <h2 class="title welcome">',
    'text',
    ['$.', 'html'],
  ),
  one(
    'marked',
    `import { marked } from 'marked'

const html = await marked.parse('# Title\\n\\nSome *text*.')
console.log(html)`,
    '<h1>Title</h1>[^]*<em>text</em>',
    'html',
    ['marked.', 'lexer'],
  ),
  one(
    'csv-parse',
    `import { parse } from 'csv-parse/sync'

const records = parse('"key_1","key_2"\\n"value 1","value 2"', { columns: true, skip_empty_lines: true })
console.log(records)`,
    "key_2: 'value 2'",
    'records',
    ['records.', 'map'],
    { subset: true },
  ),
  one(
    'yaml',
    `import { parse, stringify } from 'yaml'
import YAML from 'yaml'

const text = stringify({ list: [1, 'two'] })
console.log(parse(text).list[1], YAML.parseDocument(text).errors.length)`,
    '^two 0$',
    'text',
    ['YAML.', 'parseDocument'],
  ),
  one(
    'glob',
    `import { glob, globSync } from 'glob'

const files = await glob('*.json')
console.log(files, globSync('nothing/**').length)`,
    "\\[ 'package.json' \\] 0",
    'files',
    ['files.', 'map'],
  ),
  one(
    'fs-extra',
    `import fs from 'fs-extra'
import { pathExists } from 'fs-extra/esm'

await fs.outputJson('deep/file.json', { a: 1 })
const data = await fs.readJson('deep/file.json')
console.log(data.a, await pathExists('deep'))`,
    '^1 true$',
    'pathExists',
    ['fs.', 'outputJson'],
  ),
]
