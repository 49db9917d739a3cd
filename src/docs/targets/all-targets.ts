/**
 * The targets by name.
 */
import { docusaurus } from './docusaurus'
import { gfm } from './gfm'
import { html } from './html'
import { mintlify } from './mintlify'
import { mkdocs } from './mkdocs'
import { myst } from './myst'
import { nextra } from './nextra'
import { quarto } from './quarto'
import { sphinx } from './sphinx'
import { starlight } from './starlight'
import type { Target } from './target'
import { vitepress } from './vitepress'

/** All targets, in the order in which they are named to a user. */
export const TARGETS: readonly Target[] = [
  gfm,
  docusaurus,
  mintlify,
  starlight,
  nextra,
  myst,
  sphinx,
  quarto,
  vitepress,
  mkdocs,
  html,
]
