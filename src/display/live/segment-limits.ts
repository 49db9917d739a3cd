/**
 * How long the segments of a live answer are. Pure.
 */
import type { SegmentLimits } from '../markdown/segments'

/** The first segment is long, so that most answers are one output; later ones end as soon as they can. */
const FIRST_LIMITS: SegmentLimits = { targetChars: 14_000, maxChars: 16_000, maxTailChars: 16_000 }
const LIMITS: SegmentLimits = { targetChars: 8_000, maxChars: 16_000, maxTailChars: 16_000 }
/**
 * JupyterLab hides what a cell shows beyond 50 outputs behind a button: from this one on segments grow, twice as long after
 * every eight, which is enough for megabytes.
 */
const GROWS_FROM = 24
const GROWS_EVERY = 8
/** A burst is cut into few long segments instead of many: about so many messages for a frame. */
const MAX_BURST_SEGMENTS = 3

/**
 * Limits of the segment that grows.
 *
 * @param arrivedChars - How much text has come at once.
 * @param outputs - Which output of the answer it is, from 1.
 */
export function limitsFor(arrivedChars: number, outputs: number): SegmentLimits {
  const { targetChars, maxChars, maxTailChars } = outputs === 1 ? FIRST_LIMITS : LIMITS
  const burst = Math.ceil(arrivedChars / MAX_BURST_SEGMENTS)
  const growth = 2 ** Math.max(0, Math.ceil((outputs - GROWS_FROM) / GROWS_EVERY))
  return {
    targetChars: Math.max(targetChars * growth, burst),
    maxChars: Math.max(maxChars * growth, burst * 2),
    maxTailChars: maxTailChars * growth,
  }
}
