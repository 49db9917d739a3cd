/**
 * The files that `tslab-magics init` writes: what Binder and dev containers read. Pure; knows nothing of a disk.
 * @see https://repo2docker.readthedocs.io/en/latest/configuration/ and https://containers.dev/implementors/json_reference/
 */
import { postBuild, postCreate } from './post-build'

/** A file to write. */
export interface InitFile {
  /** Path from the root of the repository, with `/`. */
  readonly path: string
  readonly content: string
  /** Whether it is a program. */
  readonly isProgram: boolean
}

/** Node and Python of both: the oldest Node that is kept up, and a Python that repo2docker has a lock file for. */
const NODE = '22'
const PYTHON = '3.12'

/**
 * What Binder reads. Node comes by conda: the one of Ubuntu is too old, and the one that repo2docker has for itself may
 * go. JupyterLab is repo2docker's own.
 *
 * @param folder - `.binder`, or `binder` where there is one.
 * @param version - Of this library.
 */
export function binderFiles(folder: string, version: string): InitFile[] {
  const environment = `# What Binder installs by conda; JupyterLab it has. Add packages of Python that the notebooks need.
channels:
  - conda-forge
dependencies:
  - python=${PYTHON}
  - nodejs=${NODE}
`
  return [
    { path: `${folder}/environment.yml`, content: environment, isProgram: false },
    { path: `${folder}/postBuild`, content: postBuild(version), isProgram: true },
  ]
}

/**
 * What VS Code, GitHub Codespaces and the devcontainer command read.
 *
 * @param version - Of this library.
 */
export function devcontainerFiles(version: string): InitFile[] {
  const settings = {
    name: 'TypeScript notebooks',
    image: `mcr.microsoft.com/devcontainers/python:${PYTHON}`,
    features: { 'ghcr.io/devcontainers/features/node:1': { version: NODE } },
    postCreateCommand: 'bash .devcontainer/post-create.sh',
    customizations: { vscode: { extensions: ['ms-toolsai.jupyter'] } },
  }
  return [
    {
      path: '.devcontainer/devcontainer.json',
      content: `${JSON.stringify(settings, null, 2)}\n`,
      isProgram: false,
    },
    { path: '.devcontainer/post-create.sh', content: postCreate(version), isProgram: true },
  ]
}
