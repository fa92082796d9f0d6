/** Times for people. All take `now`, in milliseconds, so that they are the same for the same moment. */

const UNITS: readonly [string, number][] = [['d', 86_400_000], ['h', 3_600_000], ['min', 60_000], ['s', 1_000]]

/** The two greatest units: `2 h 5 min`, `38 s`, `420 ms`. */
export function duration(ms: number): string {
  const positive = Math.max(0, ms)
  if (positive < 1_000) return `${Math.round(positive)} ms`
  if (positive < 10_000) return `${(Math.floor(positive / 100) / 10).toFixed(1)} s`
  const at = UNITS.findIndex(([, size]) => positive >= size)
  const [name, size] = UNITS[at]!
  const next = UNITS[at + 1]
  const whole = `${Math.floor(positive / size)} ${name}`
  const part = next ? Math.floor((positive % size) / next[1]) : 0
  return next && part > 0 ? `${whole} ${part} ${next[0]}` : whole
}

/** In one unit, which is enough and does not change all the time: `38 s ago`, `2 h ago`, `in 5 min`. */
export function ago(at: string, now: number): string {
  const ms = now - Date.parse(at)
  const [name, size] = UNITS.find(([, one]) => Math.abs(ms) >= one) ?? ['s', 1_000]
  const count = Math.floor(Math.abs(ms) / size)
  return count === 0 ? 'now' : ms < 0 ? `in ${count} ${name}` : `${count} ${name} ago`
}

export function until(at: string, now: number): string {
  const ms = Date.parse(at) - now
  return ms <= 0 ? 'due' : `${duration(ms)} left`
}

/** Local date and time to the second, and the zone said by the browser's own words. */
export function clock(at: string): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
}
