import type { ComponentChildren } from 'preact'
import { get, look } from '../api/client'
import type { Schedule, ScheduleChange, ScheduleFire } from '../api/types'
import { calendarOf, type Day, isoDuration, timingOf, zoned } from '../model/schedule'
import { clock } from '../model/time'
import { addresses } from '../router'
import { useLive } from '../store/live'
import { useLoad } from '../store/load'
import { now } from '../store/now'
import { type Action, openAction } from './dialog'
import { Ago, AsCommand, ErrorNote, JsonText, Link, Offer, StateBadge } from './parts'
import { backfillSchedule, changeSchedule, pauseSchedule, removeSchedule, resumeSchedule, triggerSchedule } from './schedule-actions'
import { jobType, Paused } from './schedules'

const EVERY_MS = 5_000
const TIMES = 1_000
const WEEKS = 5

/** One schedule: when it is due, what has become of its times, who has changed it. */
export function SchedulePage({ namespace, name }: { namespace: string; name: string }) {
  const path = { namespace, name }
  const schedule = useLoad(abort => get('/api/v1/schedules/{namespace}/{name}', { path }, abort), [namespace, name], EVERY_MS)
  const version = schedule.data?.version
  const upcoming = useLoad(abort => get('/api/v1/schedules/{namespace}/{name}/upcoming', { path, query: { count: TIMES } }, abort), [namespace, name, version])
  const changes = useLoad(abort => get('/api/v1/schedules/{namespace}/{name}/changes', { path, query: { limit: 20 } }, abort), [namespace, name, version])
  const reload = () => (schedule.reload(), changes.reload())
  useLive({ namespace, workflow: schedule.data?.workflow ?? undefined }, schedule.data?.workflow != null, schedule.reload)
  const shown = schedule.data
  return (
    <>
      <p class="crumbs"><Link to="schedules">Schedules</Link></p>
      {shown ? <Header schedule={shown} text={upcoming.data?.text ?? null} reload={reload} /> : <h1>{namespace}/{name}</h1>}
      {schedule.error !== null && <ErrorNote error={schedule.error} retry={schedule.reload} />}
      {upcoming.data?.warnings.map(warning => <p key={warning.code} class="tone-undo">{warning.detail}</p>)}
      {shown && (
        <div class="pair">
          <section>
            <h2>Next</h2>
            <Next schedule={shown} />
            {upcoming.error !== null && <ErrorNote error={upcoming.error} retry={upcoming.reload} />}
            {upcoming.data && <Calendar days={calendarOf(upcoming.data.times, upcoming.data.times.length >= TIMES, shown.zone, shown.exclude, now.value, WEEKS)} />}
          </section>
          <section><h2>What has become of the last</h2><Fires fires={shown.last} zone={shown.zone} /></section>
        </div>
      )}
      {shown && <Settings schedule={shown} />}
      <h2>Who has changed it</h2>
      {changes.error !== null && <ErrorNote error={changes.error} retry={changes.reload} />}
      <ul class="list">{changes.data?.items.map(change => <Change key={change.number} change={change} />)}</ul>
    </>
  )
}

function Header({ schedule, text, reload }: { schedule: Schedule; text: string | null; reload: () => void }) {
  const buttons: readonly (readonly [label: string, action: () => Action])[] = [
    ['Start one now…', () => triggerSchedule(schedule, reload)],
    schedule.paused ? ['Resume…', () => resumeSchedule(schedule, reload)] : ['Pause…', () => pauseSchedule(schedule, reload)],
    ['Backfill…', () => backfillSchedule(schedule)],
    ['Change…', () => changeSchedule(schedule, reload)],
    ['Delete…', () => removeSchedule(schedule)],
  ]
  return (
    <header class={`headline ${schedule.incident ? 'tone-bad' : schedule.paused ? 'tone-undo' : 'tone-good'}`}>
      <div>
        <h1>{schedule.namespace}/{schedule.name} {schedule.paused && <Paused schedule={schedule} />}</h1>
        <p class="sentence">Starts {schedule.workflow === null
          ? <>the job <Link to={`jobs?type=${encodeURIComponent(jobType(schedule))}`}>{jobType(schedule)}</Link></>
          : <Link to={addresses.workflow(schedule.namespace, schedule.workflow, schedule.revision ?? undefined)}>{schedule.workflow}{schedule.revision === null ? '' : ` revision ${schedule.revision}`}</Link>}
          {' '}{text ?? timingOf(schedule)}, by the clocks of {schedule.zone}.</p>
        {schedule.incident && <p class="tone-bad">It has paused itself: the run of {zoned(schedule.incident.at, schedule.zone)} could not be started. {schedule.incident.message}</p>}
        {schedule.note && <p class="quiet">“{schedule.note}”</p>}
        {schedule.missed > 0 && <p class="tone-bad">✕ {schedule.missed} times were missed, ever.</p>}
        {schedule.workflow !== null && <p><Link to={addresses.runs(`?namespace=${encodeURIComponent(schedule.namespace)}&workflow=${encodeURIComponent(schedule.workflow)}`)}>Runs of the workflow</Link></p>}
      </div>
      <div class="buttons column">
        {buttons.map(([label, action]) => <Offer key={label} act={() => (openAction.value = action())}>{label}</Offer>)}
        <AsCommand call={look('/api/v1/schedules/{namespace}/{name}', { path: { namespace: schedule.namespace, name: schedule.name } })} />
      </div>
    </header>
  )
}

function Next({ schedule }: { schedule: Schedule }) {
  if (schedule.paused) return <p class="tone-undo">⏸ Nothing is due while it is paused. Were it not, these would be its days:</p>
  if (schedule.next.length === 0) return <p class="quiet">It is never due again.</p>
  return (
    <ol class="list">
      {schedule.next.map(at => <li key={at}><time dateTime={at} title={`${clock(at)} here`}>{zoned(at, schedule.zone)}</time> <span class="quiet"><Ago at={at} /></span></li>)}
    </ol>
  )
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function Calendar({ days }: { days: readonly (readonly Day[])[] }) {
  return (
    <table class="calendar">
      <caption class="quiet">How often it is due on each of the next days</caption>
      <thead><tr>{WEEKDAYS.map(day => <th key={day} scope="col">{day}</th>)}</tr></thead>
      <tbody>
        {days.map(week => (
          <tr key={week[0]!.date}>
            {week.map(day => (
              <td key={day.date} class={day.isPast ? 'past' : day.isExcluded ? 'excluded' : day.count !== 0 ? 'due' : ''}>
                <span class="quiet">{day.date.slice(5)}</span> {day.isPast ? '' : day.isExcluded ? <span title="It leaves this day out">⊘ out</span> : day.count === null ? <span title="Not counted: too often before">…</span> : day.count === 0 ? '–' : <strong>{day.count}</strong>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Fires({ fires, zone }: { fires: readonly ScheduleFire[]; zone: string }) {
  if (fires.length === 0) return <p class="quiet">None has come yet.</p>
  return (
    <table>
      <thead><tr><th scope="col">Time</th><th scope="col">Became</th><th scope="col">Run</th></tr></thead>
      <tbody>
        {fires.map(fire => (
          <tr key={fire.nominalAt}>
            <td><time dateTime={fire.nominalAt}>{zoned(fire.nominalAt, zone)}</time> <span class="quiet"><Ago at={fire.nominalAt} /></span></td>
            <td><StateBadge state={fire.outcome} /></td>
            <td>{fire.instanceId ? <Link to={addresses.run(fire.instanceId)}>…{fire.instanceId.slice(-8)}</Link> : '–'} {fire.detail && <span class="quiet">{fire.detail}</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const OVERLAPS: Readonly<Record<Schedule['overlap'], string>> = {
  skip: 'the time is left out',
  bufferOne: 'its run waits, and further times are left out',
  bufferAll: 'its run waits, one after another',
  cancelOther: 'the run before is cancelled, which undoes it',
  terminateOther: 'the run before is terminated, and its effects stay',
  allowAll: 'its run is started as well',
}

function Settings({ schedule }: { schedule: Schedule }) {
  const facts: readonly [string, ComponentChildren][] = [
    ['When', <code>{timingOf(schedule)}</code>],
    ['While the run before goes on', OVERLAPS[schedule.overlap]],
    ['After an outage', `times of the last ${isoDuration(schedule.catchUp.window)} are started after all`],
    ['Left out', schedule.exclude.join(', ')],
    ['Put off by up to', schedule.jitter ? isoDuration(schedule.jitter) : ''],
    ['Not before', schedule.startAt ? zoned(schedule.startAt, schedule.zone) : ''],
    ['Not after', schedule.endAt ? zoned(schedule.endAt, schedule.zone) : ''],
    ['Labels of its runs', Object.entries(schedule.labels).map(([name, value]) => `${name}:${value}`).join(' ')],
  ]
  return (
    <section>
      <h2>Settings</h2>
      <dl class="facts">{facts.filter(([, value]) => value !== '').map(([name, value]) => <><dt>{name}</dt><dd>{value}</dd></>)}</dl>
      <details><summary>{schedule.workflow === null ? 'The job' : 'Input of its runs'}</summary>
        <JsonText value={schedule.workflow === null ? schedule.job : schedule.input} label="What its runs are given" /></details>
    </section>
  )
}

function Change({ change }: { change: ScheduleChange }) {
  return (
    <li>
      <strong>{change.actor ?? 'The engine'}</strong> {WORDS[change.action]}{change.note ? `, “${change.note}”` : ''} <span class="quiet"><Ago at={change.at} /></span>
      {change.spec !== null && <details><summary>What is so since then</summary><JsonText value={change.spec} label={`Change ${change.number}`} /></details>}
    </li>
  )
}

const WORDS: Readonly<Record<ScheduleChange['action'], string>> = {
  SET: 'has set it', PAUSED: 'has paused it', RESUMED: 'has let it go on', FAILED: 'has paused it for a fault', DELETED: 'has deleted it',
}
