/**
 * The shell scripts of `tslab-magics init`: what Binder and a dev container run once, in the root of a repository. Pure.
 */

/** Version of tslab that a project gets which names none. */
export const TSLAB_VERSION = '1.0.22'

/** What the two scripts do not share. */
interface Script {
  /** The option that wrote it. */
  readonly option: string
  /** Who runs it, and when. */
  readonly who: string
  /** Lines before the packages are installed. */
  readonly first: readonly string[]
  /** Lines between the packages and the kernel. */
  readonly between: readonly string[]
  /** Where the kernel goes: options of `install`. */
  readonly place: string
}

/**
 * The script that Binder runs when it builds the image.
 *
 * @param version - Of this library.
 */
export function postBuild(version: string): string {
  return scriptOf(version, {
    option: '--binder',
    who: 'Binder runs this once, when it builds the image',
    // Its home is the repository: what npm keeps there would be a part of the image.
    first: ['export npm_config_cache="$(mktemp -d)"', `trap 'rm -rf "$npm_config_cache"' EXIT`],
    between: [],
    place: ' --sys-prefix',
  })
}

/**
 * The script that a dev container runs when it has been made.
 *
 * @param version - Of this library.
 */
export function postCreate(version: string): string {
  return scriptOf(version, {
    option: '--devcontainer',
    who: 'The dev container runs this once, when it has been made',
    first: [],
    between: [
      '# JupyterLab, at the versions that the library is tested with.',
      'python3 -m pip install --disable-pip-version-check --quiet --requirement node_modules/tslab-magics/requirements.txt',
      '',
    ],
    place: '',
  })
}

function scriptOf(version: string, { option, who, first, between, place }: Script): string {
  const npm = 'npm install --prefix . --no-audit --no-fund'
  return `${[
    '#!/bin/bash',
    `# ${who}: packages of Node, and the kernel.`,
    `# Written by: npx tslab-magics init ${option}. Change it as you like; it is never overwritten without --force.`,
    'set -euo pipefail',
    'cd "$(dirname "$0")/.."',
    ...first,
    '',
    '# What the project asks for, at the versions of its lock file.',
    'if [ -f package-lock.json ] || [ -f npm-shrinkwrap.json ]; then npm ci --no-audit --no-fund',
    `elif [ -f package.json ]; then ${npm}; fi`,
    '',
    '# The kernel and its magics, where the project does not bring them.',
    'missing=()',
    `[ -f node_modules/tslab/package.json ] || missing+=(tslab@${TSLAB_VERSION})`,
    `[ -f node_modules/tslab-magics/package.json ] || missing+=(tslab-magics@${version})`,
    `[ \${#missing[@]} -eq 0 ] || ${npm} --no-save "\${missing[@]}"`,
    '',
    ...between,
    '# Magics from the first cell, for notebooks that ask for the kernel "tslab" and for those that ask for "tslab-magics".',
    `npx --no-install tslab-magics install${place} --name tslab`,
    `npx --no-install tslab-magics install${place}`,
  ].join('\n')}\n`
}
