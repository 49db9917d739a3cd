/** `heapq`: a list whose first item is the smallest. */
/* eslint-disable @typescript-eslint/no-explicit-any, house/positional-parameters */
import { failure } from './failure'
import { compare } from './order'

/** `heappush(heap, item)` */
export function heapPush(heap: any[], item: any): void {
  heap.push(item)
  siftDown(heap, 0, heap.length - 1)
}

/** `heappop(heap)` */
export function heapPop(heap: any[]): any {
  const last = heap.pop()
  if (last === undefined) throw failure('IndexError', 'index out of range')
  if (heap.length === 0) return last
  const smallest = heap[0]
  heap[0] = last
  siftUp(heap, 0)
  return smallest
}

/** `heapify(list)` */
export function heapify(heap: any[]): void {
  for (let at = Math.floor(heap.length / 2) - 1; at >= 0; at--) siftUp(heap, at)
}

/** Moves an item towards the start, past those that are greater. */
export function siftDown(heap: any[], start: number, from: number): void {
  const item = heap[from]
  let at = from
  for (let parent = (at - 1) >> 1; at > start && compare(item, heap[parent]) < 0; parent = (at - 1) >> 1) {
    heap[at] = heap[parent]
    at = parent
  }
  heap[at] = item
}

/** Moves an item to the end along the smaller of two, and from there to its place. */
export function siftUp(heap: any[], start: number): void {
  const item = heap[start]
  let at = start
  for (let child = 2 * at + 1; child < heap.length; child = 2 * at + 1) {
    const right = child + 1
    if (right < heap.length && !(compare(heap[child], heap[right]) < 0)) child = right
    heap[at] = heap[child]
    at = child
  }
  heap[at] = item
  siftDown(heap, start, at)
}
