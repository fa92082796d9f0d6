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

export function ago(at: string, now: number): string {
  const ms = now - Date.parse(at)
  return ms <= -1_000 ? `in ${duration(-ms)}` : ms < 1_000 ? 'now' : `${duration(ms)} ago`
}

export function until(at: string, now: number): string {
  const ms = Date.parse(at) - now
  return ms <= 0 ? 'due' : `${duration(ms)} left`
}

/** Local date and time to the second, and the zone said by the browser's own words. */
export function clock(at: string): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
}
