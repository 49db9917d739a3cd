/**
 * The files of deploy/jupyterhub agree with each other and with this library. That a hub runs with them is tried by
 * `npm run test:jupyterhub`; an image and a cluster are not.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, parseAllDocuments } from 'yaml'
import { TSLAB_VERSION } from '../../src/cli/init/post-build'
import { version } from '../../package.json'

const folder = join(__dirname, '..', '..', 'deploy', 'jupyterhub')
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')

interface Rule {
  readonly ports: readonly { readonly port: number }[]
}
interface Values {
  readonly singleuser: {
    readonly image: { readonly name: string; readonly tag: string }
    readonly networkPolicy: { readonly egress: readonly Rule[] }
  }
  readonly hub: {
    readonly extraEnv: Readonly<Record<string, string>>
    readonly extraFiles: Readonly<Record<string, { readonly mountPath: string }>>
    readonly extraVolumes: readonly {
      readonly name: string
      readonly persistentVolumeClaim?: { readonly claimName: string }
      readonly emptyDir?: object
    }[]
    readonly extraContainers: readonly {
      readonly image: string
      readonly command: readonly string[]
      readonly envFrom: readonly { readonly secretRef: { readonly name: string } }[]
      readonly securityContext: { readonly runAsUser: number }
      readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[]
    }[]
    readonly networkPolicy: { readonly ingress: readonly Rule[] }
  }
}

describe('deploy/jupyterhub', () => {
  const values = parse(read('kubernetes/values.yaml')) as Values
  const [claim, service] = parseAllDocuments(read('kubernetes/class.yaml')).map(
    (each) => each.toJS() as Manifest,
  )
  const [container] = values.hub.extraContainers
  const optionOf = (name: string) => container?.command[container.command.indexOf(name) + 1]

  test('the class server is at the address that users get, by name and port', () => {
    const url = new URL(values.hub.extraEnv['CLASS_BASE_URL']!)
    expect(url.hostname).toBe(service?.metadata.name)
    expect([optionOf('--port'), String(service?.spec.ports?.[0]?.port)]).toEqual([url.port, url.port])
    expect(optionOf('--allow-host')).toBe(url.hostname)
    const ports = [...values.hub.networkPolicy.ingress, ...values.singleuser.networkPolicy.egress]
    expect(ports.map((rule) => String(rule.ports[0]?.port))).toEqual([url.port, url.port])
  })

  test('hub and class server share one file of tokens, as one user, on a volume that stays', () => {
    expect(optionOf('--tokens')).toBe(values.hub.extraEnv['CLASS_TOKENS'])
    expect(values.hub.extraVolumes[0]?.persistentVolumeClaim?.claimName).toBe(claim?.metadata.name)
    expect(container?.securityContext.runAsUser).toBe(1000)
    expect(values.hub.extraFiles['class_tokens']?.mountPath).toMatch(
      /jupyterhub_config\.d\/class_tokens\.py$/,
    )
  })

  test('the key is in a secret, and in no file', () => {
    expect(container?.envFrom[0]?.secretRef.name).toBe('class-server')
    expect(Object.keys(values.hub.extraEnv)).toEqual(['CLASS_TOKENS', 'CLASS_BASE_URL'])
  })

  test("the class server does not get the hub's account of the cluster", () => {
    const mounted = container?.volumeMounts.find(({ mountPath }) =>
      mountPath.endsWith('/kubernetes.io/serviceaccount'),
    )
    expect(values.hub.extraVolumes.find(({ name }) => name === mounted?.name)?.emptyDir).toEqual({})
  })

  test('users and the class server have one image', () => {
    const { name, tag } = values.singleuser.image
    expect(container?.image).toBe(`${name}:${tag}`)
  })

  test('the image has these versions, and copies what is there', () => {
    const lines = read('Dockerfile')
    expect(lines).toContain(`ARG TSLAB=tslab@${TSLAB_VERSION}\n`)
    expect(lines).toContain(`ARG TSLAB_MAGICS=tslab-magics@${version}\n`)
    const [, copied] = /^COPY (\S+) /m.exec(lines) ?? []
    expect(existsSync(join(folder, copied!))).toBe(true)
  })
})

interface Manifest {
  readonly metadata: { readonly name: string }
  readonly spec: { readonly ports?: readonly { readonly port: number }[] }
}
