/**
 * TypeScript's kinds of completions in the words that JupyterLab draws icons for.
 */
import type { LinkKind } from './cell-links'

const KINDS: Readonly<Record<string, string>> = {
  keyword: 'keyword',
  'primitive type': 'keyword',
  module: 'module',
  'external module name': 'module',
  script: 'path',
  directory: 'path',
  class: 'class',
  'local class': 'class',
  interface: 'class',
  type: 'class',
  enum: 'class',
  'type parameter': 'class',
  function: 'function',
  'local function': 'function',
  method: 'function',
  construct: 'function',
  getter: 'property',
  setter: 'property',
  accessor: 'property',
  property: 'property',
  'JSX attribute': 'property',
  'enum member': 'property',
  parameter: 'param',
}

/** What earlier cells declare comes by an import of ours, which TypeScript calls an alias. */
const LINKED: Readonly<Record<string, string>> = {
  function: 'function',
  class: 'class',
  enum: 'class',
  type: 'class',
  namespace: 'module',
}

/**
 * The word for a kind.
 *
 * @param kind - TypeScript's `ScriptElementKind`.
 * @param linked - What the name is in an earlier cell.
 * @returns `instance` for variables and all that has no word of its own.
 */
export function jupyterKind(kind: string, linked: LinkKind | undefined): string {
  return (kind === 'alias' && linked ? LINKED[linked] : KINDS[kind]) ?? 'instance'
}
