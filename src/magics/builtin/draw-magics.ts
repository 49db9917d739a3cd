/**
 * Magics that draw their text: `%%markdown`, `%%html`, `%%latex`, `%%svg`.
 */
import { createMagic, type NoOptions, type OwnCall } from '../define-magic'
import type { Magic } from '../registry'

type Drawing = 'markdown' | 'html' | 'latex' | 'svg'

function drawing(name: Drawing, help: string, alias: string = name): Magic {
  const draw = async ({ body = '' }: OwnCall<NoOptions>) => {
    const { show } = await import('../../display/show.js')
    show[name](body)
  }
  return createMagic<NoOptions>(alias, draw, { kind: 'cell', help })
}

/** The magics that draw. */
export const drawMagics: readonly Magic[] = [
  drawing('markdown', 'draws the cell as Markdown'),
  drawing('html', 'draws the cell as HTML'),
  drawing('latex', 'draws the cell as a formula'),
  drawing('svg', 'draws the cell as an SVG picture'),
  drawing('html', 'the same as %%html', 'HTML'),
  drawing('svg', 'the same as %%svg', 'SVG'),
]
