import type { Json, Schedule } from '../api/types'
import { duration } from './time'

/** When schedules are due, for people: by the clocks of their own zone. */

const DAY_MS = 86_400_000

/** What it goes by, such as `0 2 * * *` or `every 15 min`. */
export function timingOf(schedule: Pick<Schedule, 'cron' | 'every' | 'offset'>): string {
  if (schedule.cron.length > 0) return schedule.cron.join(' · ')
  const every = schedule.every ? `every ${isoDuration(schedule.every)}` : ''
  return schedule.offset && schedule.offset !== 'PT0S' ? `${every}, ${isoDuration(schedule.offset)} later` : every
}

/** `PT1H30M` as `1 h 30 min`; periods of the calendar, which have no length, as they are. */
export function isoDuration(text: string): string {
  const match = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(text)
  if (!match || text === 'PT') return text
  const [, hours = '0', minutes = '0', seconds = '0'] = match
  return duration(Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1_000).replace('.0 s', ' s')
}

/** A time as clocks of the zone show it, with its weekday; with seconds when there are any. */
export function zoned(at: string, zone: string): string {
  const date = new Date(at)
  return formatOf(zone, {
    weekday: 'short', year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
    ...(date.getUTCSeconds() === 0 ? {} : { second: '2-digit' }),
  }).format(date)
}

export interface Day {
  /** Such as `2026-12-24`. */
  readonly date: string
  /** How often it is due on that day; null when that is not known, because too much comes before. */
  readonly count: number | null
  /** Whether the schedule leaves the day out by name. */
  readonly isExcluded: boolean
  readonly isPast: boolean
}

/**
 * The next weeks, from Monday to Sunday, with how often a schedule is due on each day.
 *
 * @param times to come, in order
 * @param isCut whether there are more of them
 * @param fromMs now
 */
export function calendarOf(times: readonly string[], isCut: boolean, zone: string, exclude: readonly string[], fromMs: number, weeks: number): Day[][] {
  const day = formatOf(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA')
  const counts = new Map<string, number>()
  for (const at of times) {
    const date = day.format(new Date(at))
    counts.set(date, (counts.get(date) ?? 0) + 1)
  }
  const today = day.format(new Date(fromMs))
  const last = isCut ? [...counts.keys()].at(-1) ?? today : null
  const todayMs = Date.parse(`${today}T00:00:00Z`)
  const mondayMs = todayMs - ((new Date(todayMs).getUTCDay() + 6) % 7) * DAY_MS
  return Array.from({ length: weeks }, (_, week) => Array.from({ length: 7 }, (_, weekday) => {
    const date = new Date(mondayMs + (week * 7 + weekday) * DAY_MS).toISOString().slice(0, 10)
    return {
      date,
      count: last !== null && date >= last ? null : (counts.get(date) ?? 0),
      isExcluded: exclude.some(one => holds(one, date)),
      isPast: date < today,
    }
  }))
}

/** Whether an exclusion names a day: `2026-12-24`, or `2026-12-24/2027-01-01`. Expressions are the server's to know. */
function holds(exclusion: string, date: string): boolean {
  const match = /^(\d{4}-\d\d-\d\d)(?:\/(\d{4}-\d\d-\d\d))?$/.exec(exclusion)
  return match !== null && date >= match[1]! && date <= (match[2] ?? match[1]!)
}

/** Zones that the browser does not know are shown in UTC. */
function formatOf(zone: string, options: Intl.DateTimeFormatOptions, locale?: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })
  } catch {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  }
}

/** The body that makes a schedule what it is, for who wants to change it. */
export function bodyOf(schedule: Schedule): Record<string, unknown> {
  const { workflow, job, revision, input, cron, seconds, every, offset, zone, dayMatch, exclude, jitter, startAt, endAt, overlap, catchUp, labels, note } = schedule
  const body: Record<string, unknown> = {
    ...(job === null ? { workflow, revision, input } : { job }),
    ...(cron.length > 0 ? { cron, seconds: seconds || null } : { every, offset }),
    zone, dayMatch, exclude: exclude.length > 0 ? exclude : null, jitter, startAt, endAt, overlap, catchUp,
    labels: Object.keys(labels).length > 0 ? labels : null, note,
  }
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== undefined))
}

const TIMING = ['cron', 'seconds', 'every', 'offset', 'zone', 'dayMatch', 'exclude', 'startAt', 'endAt']

/** What a body says of times, to be shown what it comes to; null when it says none. */
export function timingWish(body: Json | undefined): { [name: string]: Json } | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body) || (!body['cron'] && !body['every'])) return null
  return Object.fromEntries(Object.entries(body).filter(([name]) => TIMING.includes(name)))
}
