/**
 * The official clients that tests run over, by major version. Versions 4 to 6 are dev dependencies. Version 7 asks for
 * Node 22, so it is not one: `scripts/outside/clients.mjs` installs it elsewhere and runs the tests once more. Then it is
 * the only one in the list, for the others have had their run.
 */
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import OpenAI6 from 'openai'
import OpenAI4 from 'openai-4'
import OpenAI5 from 'openai-5'

/** The folder of an installed version 7, if it is to be tested. */
const SEVEN = process.env['TSLAB_MAGICS_OPENAI_7']
const MODULES = resolve(__dirname, '../../node_modules')

interface ClientVersion {
  version: number
  /** Its class, with the types of version 6. */
  Client: typeof OpenAI6
  /** Where it is installed. */
  folder: string
}

/** Every version that this run is about, the newest last. */
export const CLIENT_VERSIONS: readonly ClientVersion[] = SEVEN
  ? [{ version: 7, Client: loadClass(SEVEN), folder: SEVEN }]
  : [
      { version: 4, Client: OpenAI4 as unknown as typeof OpenAI6, folder: join(MODULES, 'openai-4') },
      { version: 5, Client: OpenAI5 as unknown as typeof OpenAI6, folder: join(MODULES, 'openai-5') },
      { version: 6, Client: OpenAI6, folder: join(MODULES, 'openai') },
    ]

/** The newest of them, for tests that need one client, whichever. */
export const { Client: NewestClient, folder: NEWEST_FOLDER } = CLIENT_VERSIONS.at(-1)!

function loadClass(folder: string): typeof OpenAI6 {
  return (createRequire(__filename)(folder) as { default: typeof OpenAI6 }).default
}
