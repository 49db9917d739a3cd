/** `IPython.display`. */
import { NONE } from '../../facts/types'
import { type Code, primary } from '../../write/code'
import { refuse } from '../../write/refusal'
import type { Arguments, ModuleCall } from '../arguments'

export const DISPLAY_CALLS: Readonly<Record<string, ModuleCall>> = {
  'IPython.display.Markdown': (args, { context }) =>
    primary(`${context.magic('show')}.markdown(${args.need('data').text})`, NONE),
  'IPython.display.HTML': (args, { context }) =>
    primary(`${context.magic('show')}.html(${args.need('data').text})`, NONE),
  'IPython.display.SVG': (args, { context, node }) => {
    const data = args.need('data')
    if (data.type.kind !== 'str') refuse('a picture of what may be no text', node)
    return primary(`${context.magic('show')}.svg(${data.text})`, NONE)
  },
  'IPython.display.JSON': (args, { context }) => {
    // How it stands in the tree.
    for (const name of ['root', 'expanded']) args.named(name)
    return primary(`${context.magic('show')}(${args.need('data').text})`, NONE)
  },
  'IPython.display.Video': (args, { context, node }) => {
    for (const name of ['width', 'height', 'embed']) args.named(name)
    const file = args.code('filename') ?? args.need('data')
    if (!/^"[^"]*\.mp4"$/.test(file.text) || /^"https?:/.test(file.text))
      refuse('a film of what is no file .mp4', node, 'Use show.video(bytes, type).')
    return primary(`${context.magic('show')}.video(${fileBytes(file, args)}, "video/mp4")`, NONE)
  },
  'IPython.display.display': (args, { context, node }) => {
    const code = args.need('value')
    if (args.count > 0) refuse('display of several values', node, 'Display them one by one.')
    return code.text.startsWith('show.') ? code : primary(`${context.magic('show')}(${code.text})`, NONE)
  },
  'IPython.display.clear_output': (args, { context }) => {
    const wait = args.named('wait')
    return primary(`${context.magic('clearOutput')}(${wait ? 'true' : ''})`, NONE)
  },
  'IPython.display.Image': (args, { context }) => {
    const url = args.named('url')
    const size = ['width', 'height'].flatMap((name) => {
      const value = args.named(name)
      return value ? [`${name}="${inTemplate(context.write(value))}"`] : []
    })
    if (url) {
      const attributes = [`src="${inTemplate(context.write(url))}"`, ...size].join(' ')
      return primary(`${context.magic('show')}.html(\`<img ${attributes}/>\`)`, NONE)
    }
    const file = args.code('filename') ?? args.need('data')
    if (size.length > 0) context.note('a picture is shown in its own size')
    return primary(`${context.magic('show')}.image(${fileBytes(file, args)})`, NONE)
  },
  'IPython.display.Audio': (args, { context, node }) => {
    const file = args.code('filename') ?? args.need('data')
    args.named('autoplay')
    const type = /\.(mp3|wav|ogg|flac|m4a)\b/.exec(
      context.source.slice(node.line - 1, node.endLine).join(' '),
    )?.[1]
    if (type === undefined) context.note('the sound is taken for audio/wav: say what it is')
    const media = type === 'mp3' ? 'audio/mpeg' : type === 'm4a' ? 'audio/mp4' : `audio/${type ?? 'wav'}`
    return primary(`${context.magic('show')}.audio(${fileBytes(file, args)}, "${media}")`, NONE)
  },
}

/** A part of a template literal. */
const inTemplate = ({ text }: Code) =>
  /^(?:"[^"\\`$]*"|\d+)$/.test(text) ? text.replaceAll('"', '') : `\${${text}}`

/** What a file holds whose name is given; bytes are what they are. */
const fileBytes = (code: Code, { parts }: Arguments): string =>
  code.type.kind === 'str' || code.type.kind === 'optional'
    ? `${parts.context.import('readFileSync', 'node:fs')}(${code.text})`
    : code.type.kind === 'bytes'
      ? code.text
      : refuse(
          'a picture or sound of what may be no file',
          parts.node,
          'Use show.image(bytes) or show.audio(bytes, type).',
        )
