/**
 * LiteLLM's proxy in front of servers of llama.cpp.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installed } from './installed'
import { KEY } from './llama-server'
import { findFreePort, startServerProcess, type ServerProcess } from './server-process'

/** The key of the proxy, which is not that of the servers behind it. */
export const MASTER_KEY = 'sk-master-4c1d0e7b92f3a658'

/** Starts a proxy, once it answers. @param models - Names of models, and the API of the server that has each. */
export async function startLitellm(
  models: Readonly<Record<string, string>>,
): Promise<ServerProcess & { readonly baseURL: string }> {
  if (installed.litellm === undefined) throw new Error('There is no LiteLLM. Run: npm run test:servers')
  const folder = mkdtempSync(join(tmpdir(), 'litellm-'))
  const config = join(folder, 'config.yaml')
  // JSON is YAML.
  writeFileSync(
    config,
    JSON.stringify({
      model_list: Object.entries(models).map(([name, baseURL]) => ({
        model_name: name,
        litellm_params: { model: `hosted_vllm/${name}`, api_base: baseURL, api_key: KEY },
      })),
      general_settings: { master_key: MASTER_KEY },
      litellm_settings: { telemetry: false, num_retries: 0 },
    }),
  )
  const port = await findFreePort()
  const origin = `http://127.0.0.1:${port}`
  const isReady = async () =>
    await fetch(`${origin}/health/liveliness`).then(
      ({ ok }) => ok,
      () => false,
    )
  const script = join(installed.scripts, 'litellm_proxy.py')
  const server = await startServerProcess([installed.litellm, script, config, String(port)], isReady)
  return {
    ...server,
    baseURL: `${origin}/v1`,
    async kill() {
      await server.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
