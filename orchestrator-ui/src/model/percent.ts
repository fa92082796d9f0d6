import type { Json } from '../api/types'

const NAMES = ['percent', 'percentage', 'progress', 'pct']
const PAIRS: readonly (readonly [done: string, total: string])[] = [['done', 'total'], ['done', 'of'], ['current', 'total'], ['processed', 'total'], ['count', 'total']]

/** How far a worker is, from 0 to 100, if what it says can be read so: a number, or an object with a share or two counts. */
export function percentOf(progress: Json): number | null {
  if (typeof progress === 'number') return whole(progress > 0 && progress < 1 ? progress * 100 : progress)
  if (typeof progress !== 'object' || progress === null || Array.isArray(progress)) return null
  for (const name of NAMES) {
    const value = progress[name]
    if (typeof value === 'number') return whole(value)
  }
  for (const [done, total] of PAIRS) {
    const part = progress[done]
    const all = progress[total]
    if (typeof part === 'number' && typeof all === 'number' && all > 0) return whole((part / all) * 100)
  }
  return null
}

function whole(percent: number): number | null {
  return percent >= 0 && percent <= 100 ? Math.round(percent) : null
}
