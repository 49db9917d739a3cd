/**
 * Which certificates of authorities are trusted, as variables and the system say it: the one rule for `curl`, `chat` and
 * `openai`. Reads certificate files; opens nothing.
 * @see https://docs.openssl.org/3.0/man3/SSL_CTX_load_verify_locations/
 */
import { readdir, readFile, stat } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'
import { rootCertificates } from 'node:tls'
import { systemMessage } from '../base/system-message'
import { UsageError } from '../errors'
import type { ServerEnv } from './server-pair'

/** Files larger than this are no list of certificates. */
const MAX_FILE_BYTES = 32 * 1024 * 1024

/** Where systems keep the certificates they trust; the first file that exists counts. */
export const SYSTEM_CA_FILES: string[] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/** The system's certificates; `undefined` when they are not found. */
export async function readSystemCa(): Promise<Buffer | undefined> {
  for (const file of SYSTEM_CA_FILES) {
    const bytes = await readFile(file).catch(() => undefined)
    if (bytes) return bytes
  }
  return undefined
}

/**
 * The authorities that the environment names.
 *
 * - `CURL_CA_BUNDLE`, else `SSL_CERT_FILE`: a file whose certificates take the place of all others.
 * - `SSL_CERT_DIR`: folders, separated as on PATH, whose certificates are trusted beside the others. Every file in them
 *   counts, whatever its name; what cannot be read adds none, as in curl.
 *
 * @param env - Variables; one that is empty counts as not set.
 * @param cwd - Folder that relative names start from.
 * @returns Certificates in PEM; `undefined` when no variable is set.
 * @throws UsageError when the file cannot be read or holds no certificate.
 */
export async function readNamedCa(env: ServerEnv, cwd: string): Promise<(string | Buffer)[] | undefined> {
  const fileName = ['CURL_CA_BUNDLE', 'SSL_CERT_FILE'].find((name) => env[name])
  const folders = env['CURL_CA_BUNDLE'] ? [] : (env['SSL_CERT_DIR'] ?? '').split(delimiter).filter(Boolean)
  if (fileName === undefined && folders.length === 0) return undefined
  const list =
    fileName === undefined ? await defaultCa(env) : [await readNamed(fileName, env[fileName]!, cwd)]
  for (const folder of folders) list.push(...(await readFolder(resolve(cwd, folder))))
  return list
}

/**
 * A word that changes when {@link readNamedCa} would read something else.
 *
 * @param env - Variables.
 * @param cwd - Folder that relative names start from.
 */
export async function namedCaVersion(env: ServerEnv, cwd: string): Promise<string> {
  const names = ['CURL_CA_BUNDLE', 'SSL_CERT_FILE', 'SSL_CERT_DIR'].filter((name) => env[name])
  const paths = names.flatMap((name) =>
    name === 'SSL_CERT_DIR' ? env[name]!.split(delimiter) : [env[name]!],
  )
  const times = await Promise.all(
    paths.map((path) =>
      stat(resolve(cwd, path)).then(
        ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
        () => '',
      ),
    ),
  )
  return JSON.stringify([cwd, ...names, ...paths, ...times])
}

/** What is trusted where no file is named: Node's own list, what was added to it at the start, and the system's. */
async function defaultCa(env: ServerEnv): Promise<(string | Buffer)[]> {
  const extra = env['NODE_EXTRA_CA_CERTS']
  const files = [extra ? await readFile(extra).catch(() => undefined) : undefined, await readSystemCa()]
  return [...rootCertificates, ...files.filter((bytes) => bytes !== undefined)]
}

async function readNamed(variable: string, path: string, cwd: string): Promise<Buffer> {
  const bytes = await readFile(resolve(cwd, path)).catch((error: unknown) => {
    throw new UsageError(`${variable} names ${path}, which cannot be read: ${systemMessage(error)}.`, {
      cause: error,
    })
  })
  if (!isPem(bytes))
    throw new UsageError(`${variable} names ${path}, which holds no certificate in PEM form.`)
  return bytes
}

/** A folder that is missing, cannot be read or holds no certificate adds none: OpenSSL, and with it curl, says nothing either. */
async function readFolder(folder: string): Promise<Buffer[]> {
  const names = await readdir(folder).catch(() => [])
  const found = new Map<string, Buffer>()
  for (const name of names.sort()) {
    const file = join(folder, name)
    const isSmall = await stat(file).then(
      (entry) => entry.isFile() && entry.size <= MAX_FILE_BYTES,
      () => false,
    )
    const bytes = isSmall ? await readFile(file).catch(() => undefined) : undefined
    // The same certificate often has a second name, made of its hash.
    if (bytes && isPem(bytes)) found.set(bytes.toString('latin1'), bytes)
  }
  return [...found.values()]
}

function isPem(bytes: Buffer): boolean {
  return bytes.includes('-----BEGIN CERTIFICATE-----')
}
