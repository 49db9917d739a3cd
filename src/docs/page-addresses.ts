/**
 * Where links and pictures of a page lead: to other pages of the same run, to files beside the page, or where they led.
 */
import { posix } from 'node:path'
import type { Picture } from './page'
import type { PageFile, PagePlace } from './write-page-options'

/** Endings of pictures that are copied beside the page. */
const PICTURE = /\.(?:png|jpe?g|gif|webp|svg|avif|bmp)$/i

/** Addresses of one page; keeps the files that they need. */
export class PageAddresses {
  /** Files beside the page, in the order in which they were met. */
  readonly files: PageFile[] = []
  /** What leads nowhere, a line each. */
  readonly notes: string[] = []
  readonly #names = new Map<string, string>()

  /** @param place - The page. */
  constructor(readonly place: PagePlace) {}

  /** The address of a link. */
  link(url: string): string {
    const { target, pages, notebook, baseUrl } = this.place
    if (isElsewhere(url)) return url.startsWith('#') ? `#${slugOf(url.slice(1))}` : url
    const [, path, hash] = /^([^#?]*)(?:\?[^#]*)?(?:#(.*))?$/.exec(url) ?? []
    if (!path) return url
    const full = posix.join(posix.dirname(notebook), decode(path))
    const page = pages.get(full)
    const anchor = hash === undefined ? '' : `#${slugOf(hash)}`
    if (page === undefined) {
      if (baseUrl !== undefined) return joinUrl(baseUrl, full) + (hash === undefined ? '' : `#${hash}`)
      this.notes.push(`a link leads to ${path}, which is not among the pages`)
      return url
    }
    const address = target.pageAddress(relativePath(this.place.page, page), page)
    return (baseUrl === undefined ? address : joinUrl(baseUrl, target.pageAddress(page, page))) + anchor
  }

  /**
   * The address of a picture in prose: one that is attached or beside the notebook is put beside the page.
   *
   * @returns Empty when there is no such picture: a generator would not build the page.
   */
  picture(
    url: string,
    cell: { readonly id: string; readonly attachments: ReadonlyMap<string, Picture> },
  ): string {
    if (url.startsWith('attachment:')) {
      const name = decode(url.slice('attachment:'.length))
      const picture = cell.attachments.get(name)
      if (picture !== undefined) return this.add(picture, cell.id, `attachment:${cell.id}/${name}`)
      return this.#missing(url)
    }
    if (isElsewhere(url)) return url
    const path = decode(url.replace(/[?#].*$/, ''))
    const bytes = PICTURE.test(path) ? this.place.readBeside(path) : undefined
    if (bytes === undefined) return this.place.baseUrl === undefined ? this.#missing(path) : this.link(url)
    const extension = posix.extname(path).toLowerCase()
    const type = extension === '.svg' ? 'svg+xml' : extension.slice(1).replace(/^jpg$/, 'jpeg')
    return this.add({ extension, bytes, mediaType: `image/${type}` }, cell.id, `file:${path}`)
  }

  #missing(path: string): string {
    this.notes.push(`the picture ${path} is not there, or not where it may be read; it is left out`)
    return ''
  }

  /**
   * Puts a picture beside the page.
   *
   * @param key - The same for the same picture; without it each is a new one.
   * @returns Its address.
   */
  add(picture: Picture, id: string, key = `#${this.files.length}`): string {
    const { target, page, baseUrl } = this.place
    if (target.inlinesPictures)
      return `data:${picture.mediaType};base64,${Buffer.from(picture.bytes).toString('base64')}`
    const known = this.#names.get(key)
    if (known !== undefined) return known
    const count = this.files.filter((file) => file.id === id).length + 1
    const path = `${page}_files/${id}-${count}${picture.extension}`
    this.files.push({ path, content: picture.bytes, id })
    const address =
      baseUrl === undefined ? `./${posix.relative(posix.dirname(page), path)}` : joinUrl(baseUrl, path)
    this.#names.set(key, address)
    return address
  }
}

function isElsewhere(url: string): boolean {
  return url === '' || /^(?:[a-z][a-z\d+.-]*:|\/|#|\?)/i.test(url)
}

function relativePath(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to)
}

function joinUrl(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path.replace(/^(?:\.?\/)+/, '')}`
}

/** The id that sites give a heading; Jupyter's is the heading itself, with dashes for spaces. */
function slugOf(hash: string): string {
  return decode(hash)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
