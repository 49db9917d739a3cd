/**
 * MIME bundles: one value in several media types, from which a front end picks the richest it can draw.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#display-data
 */

/** A value in several media types. `text/plain` is always there. */
export interface MimeBundle {
  /** Media type to content: text for `text/*` and `image/svg+xml`, base64 for other images, a JSON value for `…json`. */
  readonly data: { readonly 'text/plain': string; readonly [mediaType: string]: unknown }
  /** Media type to drawing hints, e.g. `{ "application/json": { expanded: true } }`. */
  readonly metadata?: { readonly [mediaType: string]: unknown }
}

/** One output of a cell that can be drawn again in place. */
export interface DisplayHandle {
  /** Replaces what the output shows. */
  update(bundle: MimeBundle): void
}
