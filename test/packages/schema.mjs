// Quickstarts of schema libraries. See README.md for the fields.

export const sets = {
  'zod-3': { zod: '3.25.76' },
  'zod-4': { zod: '4.6.7' },
  others: {
    valibot: '1.5.0',
    arktype: '2.2.9',
    '@sinclair/typebox': '0.34.52',
    zod: '4.6.7',
    'zod-to-json-schema': '3.25.2',
  },
}

export const cases = [
  {
    id: 'zod-3',
    set: 'zod-3',
    cells: [
      `import { z } from 'zod'

const User = z.object({ username: z.string(), age: z.number().optional() })
type User = z.infer<typeof User>
const user: User = User.parse({ username: 'Ludwig' })
const result = User.safeParse({ username: 12 })
if (!result.success) console.log(user.username, result.error.issues[0].code)`,
    ],
    want: '^Ludwig invalid_type$',
    hover: 'user',
    member: ['user.', 'username'],
  },
  {
    id: 'zod-3-v4',
    set: 'zod-3',
    cells: [
      `import { z } from 'zod/v4'

const Player = z.object({ username: z.string(), xp: z.number() })
const data = Player.parse({ username: 'billie', xp: 100 })
console.log(data.xp, z.toJSONSchema(Player).type)`,
    ],
    want: '^100 object$',
    hover: 'data',
    member: ['data.', 'xp'],
  },
  {
    id: 'zod-4',
    set: 'zod-4',
    subset: true,
    cells: [
      `import * as z from 'zod'

const Player = z.object({ username: z.string(), xp: z.number() })
type Player = z.infer<typeof Player>`,
      `const player: Player = Player.parse({ username: 'billie', xp: 100 })
console.log(player.username, z.prettifyError(Player.safeParse({}).error).includes('username'))`,
    ],
    want: '^billie true$',
    hover: 'player',
    member: ['player.', 'xp'],
  },
  {
    id: 'zod-4-v4',
    set: 'zod-4',
    cells: [
      `import { z } from 'zod/v4'

const Mail = z.email()
const Item = z.discriminatedUnion('type', [z.object({ type: z.literal('a'), a: z.string() }), z.object({ type: z.literal('b'), b: z.number() })])
const item = Item.parse({ type: 'b', b: 2 })
console.log(Mail.safeParse('x').success, item.type === 'b' && item.b)`,
    ],
    want: '^false 2$',
    hover: 'item',
    member: ['item.', 'type'],
  },
  {
    id: 'zod-mini',
    set: 'zod-4',
    cells: [
      `import * as z from 'zod/mini'

const Name = z.optional(z.string().check(z.minLength(2)))
const name = Name.parse('Ada')
console.log(name, Name.safeParse('A').success)`,
    ],
    want: '^Ada false$',
    hover: 'Name',
    member: ['Name.', 'safeParse'],
  },
  {
    id: 'valibot',
    set: 'others',
    cells: [
      `import * as v from 'valibot'

const LoginSchema = v.object({ email: v.pipe(v.string(), v.email()), password: v.pipe(v.string(), v.minLength(8)) })
type LoginData = v.InferOutput<typeof LoginSchema>
const login = v.parse(LoginSchema, { email: 'jane@example.com', password: '12345678' })
console.log(login.email, v.safeParse(LoginSchema, {}).success)`,
    ],
    want: '^jane@example.com false$',
    hover: 'login',
    member: ['login.', 'password'],
  },
  {
    id: 'arktype',
    set: 'others',
    subset: true,
    cells: [
      `import { type } from 'arktype'

const User = type({ name: 'string', platform: "'android' | 'ios'", 'versions?': '(number | string)[]' })
type User = typeof User.infer
const out = User({ name: 'Alan Turing', platform: 'enigma' })
if (out instanceof type.errors) console.log(out.summary)
else console.log('hello ' + out.name)`,
    ],
    want: 'platform must be',
    hover: 'User',
    member: ['User.', 'assert'],
  },
  {
    id: 'typebox',
    set: 'others',
    cells: [
      `import { Type, type Static } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'

const T = Type.Object({ x: Type.Number(), y: Type.Optional(Type.Number()) })
type T = Static<typeof T>
const point: T = { x: 1 }
console.log(Value.Check(T, point), T.type)`,
    ],
    want: '^true object$',
    hover: 'T',
    member: ['Value.', 'Decode'],
  },
]
