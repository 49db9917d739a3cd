/**
 * Ports on 127.0.0.1.
 */
import { createServer, type AddressInfo } from 'node:net'
import { CliError } from '../errors'

/** What `--port` means when it is not given. */
const USUAL_PORT = 8888

/**
 * Finds a port to listen on.
 *
 * @param wanted - Port the user asked for; absent: Jupyter's usual one, or any when that is taken.
 * @throws CliError When the user's port is taken.
 */
export async function choosePort(wanted: number | undefined): Promise<number> {
  const found = await listen(wanted ?? USUAL_PORT)
  if (found !== undefined) return found
  if (wanted !== undefined)
    throw new CliError(`Port ${wanted} is taken. Choose another one, or leave --port out to have one chosen.`)
  return (await listen(0)) ?? 0
}

/**
 * Reads a port from the command line.
 * @throws CliError When it is not a port.
 */
export function readPort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new CliError(`--port takes a whole number from 0 to 65535, not "${text}".`)
}

/** Listens for a moment: the port, or `undefined` when it is taken. */
function listen(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else if (error.code === 'EACCES')
        reject(new CliError(`Port ${port} may not be used here. Choose one above 1023.`))
      else reject(error)
    })
    server.listen(port, '127.0.0.1', () => {
      const { port: actual } = server.address() as AddressInfo
      server.close(() => resolve(actual))
    })
  })
}
