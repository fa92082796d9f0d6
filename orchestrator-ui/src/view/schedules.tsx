import { useState } from 'preact/hooks'
import { get, put } from '../api/client'
import type { Schedule } from '../api/types'
import { timingOf, zoned } from '../model/schedule'
import { addresses, go, search, segments } from '../router'
import { useLoad } from '../store/load'
import { openAction } from './dialog'
import { PageButtons } from './pager'
import { Ago, Empty, ErrorNote, Link, Offer } from './parts'
import { SchedulePage } from './schedule'
import { newSchedule } from './schedule-actions'

const EVERY_MS = 5_000

/** What is started by itself, and when: all of it, or one. */
export function SchedulesPage() {
  const [, namespace, name] = segments.value
  return namespace && name ? <SchedulePage key={`${namespace}/${name}`} namespace={namespace} name={name} /> : <ScheduleList />
}

function ScheduleList() {
  const namespace = new URLSearchParams(search.value).get('namespace') ?? ''
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const page = useLoad(abort => get('/api/v1/schedules', { query: { namespace, limit: 100, cursor } }, abort), [namespace, cursor], EVERY_MS)
  return (
    <>
      <h1>Schedules <span class="beside"><Offer act={() => (openAction.value = newSchedule())}>Make one…</Offer></span></h1>
      <label class="narrow">Namespace
        <input id="search" type="search" defaultValue={namespace} placeholder="all   ( / )"
          onChange={event => (setCursors([]), go(`schedules${event.currentTarget.value ? `?namespace=${encodeURIComponent(event.currentTarget.value)}` : ''}`))} />
      </label>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {page.data?.items.length === 0 && <NoSchedules />}
      {page.data && page.data.items.length > 0 && (
        <table>
          <thead><tr><th scope="col">Schedule</th><th scope="col">Next</th><th scope="col">When</th><th scope="col">Starts</th><th scope="col">Missed</th><th scope="col">Changed</th></tr></thead>
          <tbody>{page.data.items.map(one => <Row key={`${one.namespace}/${one.name}`} schedule={one} />)}</tbody>
        </table>
      )}
      <PageButtons cursors={cursors} next={page.data?.page.next ?? null} show={setCursors} />
    </>
  )
}

function Row({ schedule }: { schedule: Schedule }) {
  const next = schedule.next[0]
  return (
    <tr>
      <td><Link to={addresses.schedule(schedule.namespace, schedule.name)}>{schedule.namespace}/{schedule.name}</Link></td>
      <td>{schedule.paused ? <Paused schedule={schedule} /> : next ? <span title={zoned(next, schedule.zone)}><Ago at={next} /></span> : <span class="quiet">never again</span>}</td>
      <td><code>{timingOf(schedule)}</code> <span class="quiet">{schedule.zone}</span></td>
      <td>{schedule.workflow ?? `the job ${jobType(schedule)}`}{schedule.revision === null ? '' : ` ${schedule.revision}`}</td>
      <td>{schedule.missed === 0 ? <span class="quiet">none</span> : <span class="tone-bad">✕ {schedule.missed}</span>}</td>
      <td><Ago at={schedule.changedAt} />{schedule.changedBy && <span class="quiet"> by {schedule.changedBy}</span>}</td>
    </tr>
  )
}

/** One that a person has paused, or that has paused itself for a fault. */
export function Paused({ schedule }: { schedule: Schedule }) {
  return schedule.incident
    ? <span class="badge tone-bad"><span aria-hidden="true">!</span> {schedule.incident.code}</span>
    : <span class="badge tone-undo" title={schedule.note ?? ''}><span aria-hidden="true">⏸</span> paused</span>
}

export function jobType(schedule: Schedule): string {
  const job = schedule.job as { type?: unknown } | null
  return typeof job?.type === 'string' ? job.type : ''
}

function NoSchedules() {
  const call = put('/api/v1/schedules/{namespace}/{name}', { path: { namespace: 'shop', name: 'nightly' } },
    { workflow: 'order', cron: '0 2 * * *', zone: 'Europe/Berlin' })
  return <Empty text="Nothing is started by itself. This makes a schedule of a workflow that is registered:" call={call} />
}
