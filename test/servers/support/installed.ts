/**
 * Where the servers, the scripts that start them and their models are: `npm run test:servers` sees to them and says it.
 */
interface Installed {
  /** Python with llama.cpp's server. */
  readonly llama: string
  /** Python with LiteLLM's proxy; absent unless it was asked for. */
  readonly litellm?: string
  /** Folder of the models, a file `KIND.gguf` for each kind. */
  readonly models: string
  /** Folder of the scripts that start servers. */
  readonly scripts: string
}

const told = process.env['TSLAB_MAGICS_SERVERS']
if (told === undefined) throw new Error('These tests need servers. Run: npm run test:servers')

export const installed = JSON.parse(told) as Installed
