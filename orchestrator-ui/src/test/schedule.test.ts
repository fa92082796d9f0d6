import { describe, expect, it } from 'vitest'
import type { Schedule } from '../api/types'
import { bodyOf, calendarOf, isoDuration, timingOf, timingWish, zoned } from '../model/schedule'

const NIGHTLY: Schedule = {
  namespace: 'shop', name: 'nightly', workflow: 'report', job: null, revision: null, input: { at: '${ schedule.at }' },
  cron: ['0 2 * * *'], seconds: false, every: null, offset: null, zone: 'Europe/Berlin', dayMatch: null, exclude: [], jitter: null, startAt: null, endAt: null,
  overlap: 'bufferOne', catchUp: { window: 'PT1H' }, labels: {}, paused: false, note: null, incident: null, version: 3, next: [], last: [], missed: 0,
  createdAt: '2030-01-01T00:00:00Z', changedAt: '2030-01-01T00:00:00Z', changedBy: null,
}

describe('a schedule', () => {
  it('says when it is due', () => {
    expect(timingOf(NIGHTLY)).toBe('0 2 * * *')
    expect(timingOf({ cron: [], every: 'PT15M', offset: 'PT2M' })).toBe('every 15 min, 2 min later')
    expect(timingOf({ cron: [], every: 'P1M', offset: null })).toBe('every P1M')
  })

  it('knows durations of the API, and leaves alone what is none', () => {
    expect(isoDuration('PT1H30M')).toBe('1 h 30 min')
    expect(isoDuration('PT0.5S')).toBe('500 ms')
    expect(isoDuration('PT1S')).toBe('1 s')
    expect(isoDuration('P1M')).toBe('P1M')
    expect(isoDuration('PT')).toBe('PT')
  })

  it('shows times by its own clocks, and by UTC when the browser does not know them', () => {
    expect(zoned('2026-10-24T22:30:00Z', 'Europe/Berlin')).toMatch(/00:30$/)
    expect(zoned('2026-10-24T22:30:07Z', 'Europe/Berlin')).toMatch(/00:30:07$/)
    expect(zoned('2026-10-24T22:30:00Z', 'Middle/Earth')).toMatch(/22:30$/)
  })

  it('is changed from what it is, without what is not set', () => {
    expect(bodyOf(NIGHTLY)).toEqual({
      workflow: 'report', input: { at: '${ schedule.at }' }, cron: ['0 2 * * *'], zone: 'Europe/Berlin', overlap: 'bufferOne', catchUp: { window: 'PT1H' },
    })
    expect(bodyOf({ ...NIGHTLY, workflow: null, job: { type: 'index' } })).not.toHaveProperty('input')
  })
})

describe('what a body says of times', () => {
  it('is all that the preview takes, and nothing else', () => {
    expect(timingWish({ workflow: 'report', cron: '0 2 * * *', zone: 'Europe/Berlin', overlap: 'skip', exclude: ['2026-12-24'] }))
      .toEqual({ cron: '0 2 * * *', zone: 'Europe/Berlin', exclude: ['2026-12-24'] })
    expect(timingWish({ job: { type: 'x' }, every: '15m', offset: '1m' })).toEqual({ every: '15m', offset: '1m' })
  })

  it('is nothing when it says none', () => {
    for (const body of [undefined, null, 7, [], {}, { workflow: 'report' }, { cron: '' }]) expect(timingWish(body)).toBeNull()
  })
})

describe('the calendar of a schedule', () => {
  const now = Date.parse('2026-12-23T09:00:00Z')

  it('counts by days of the zone, and weeks begin on Monday', () => {
    const days = calendarOf(['2026-12-23T22:59:00Z', '2026-12-23T23:00:00Z', '2026-12-24T10:00:00Z'], false, 'Europe/Berlin', [], now, 1)
    expect(days[0]!.map(day => day.date)).toEqual(['2026-12-21', '2026-12-22', '2026-12-23', '2026-12-24', '2026-12-25', '2026-12-26', '2026-12-27'])
    expect(days[0]!.map(day => day.count)).toEqual([0, 0, 1, 2, 0, 0, 0])
    expect(days[0]!.map(day => day.isPast)).toEqual([true, true, false, false, false, false, false])
  })

  it('says nothing of days that were not counted to their end', () => {
    const [week] = calendarOf(['2026-12-23T10:00:00Z', '2026-12-24T10:00:00Z'], true, 'UTC', [], now, 1)
    expect(week!.slice(2).map(day => day.count)).toEqual([1, null, null, null, null])
  })

  it('marks the days that are left out by name', () => {
    const [week, next] = calendarOf([], false, 'UTC', ['2026-12-24/2026-12-26', '2026-12-28', '* * * * SAT'], now, 2)
    expect(week!.map(day => day.isExcluded)).toEqual([false, false, false, true, true, true, false])
    expect(next!.map(day => day.isExcluded)).toEqual([true, false, false, false, false, false, false])
  })

  it('does not lose a day when clocks change', () => {
    const dates = calendarOf([], false, 'Europe/Berlin', [], Date.parse('2026-10-20T09:00:00Z'), 2).flat().map(day => day.date)
    expect(new Set(dates).size).toBe(14)
    expect(dates.at(-1)).toBe('2026-11-01')
  })
})
