import { duration } from './time'

/** How far something is behind what it reads. */
export interface Lag {
  readonly events: number
  readonly atLeast: boolean
  /** Since the first of them was recorded. */
  readonly seconds: number | null
}

export function lagWords({ events, atLeast, seconds }: Lag): string {
  if (events === 0 && !atLeast) return 'up to date'
  const count = `${events}${atLeast ? ' and more' : ''} ${events === 1 && !atLeast ? 'event' : 'events'} behind`
  return seconds === null ? count : `${count}, ${duration(seconds * 1_000)}`
}
