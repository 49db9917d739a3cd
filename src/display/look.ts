/**
 * Looks that several drawings share. Only what JupyterLab's sanitiser keeps, and what can be read on light and dark pages.
 */

/** Words of less weight. On all themes of JupyterLab they keep a contrast of 4.5 to 1; with 0.6 they do not. */
export const MUTED = 'opacity:.7'

/** A box around what went wrong. Its words say so too: nobody has to see the colour. */
export const WARNING = 'border-left:3px solid #d1242f;padding:2px 10px;margin:6px 0'
