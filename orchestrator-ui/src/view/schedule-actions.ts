import { h } from 'preact'
import type { BodyOf } from '../api/call'
import { etag, post, put, remove } from '../api/client'
import type { Backfill, Json, Overlap, Schedule } from '../api/types'
import { bodyOf } from '../model/schedule'
import { addresses, go } from '../router'
import type { Action } from './dialog'
import { TimesPreview } from './schedule-preview'

/** What a person can do to a schedule. Each holds to the version that was seen. */

const ONE = '/api/v1/schedules/{namespace}/{name}' as const
const OVERLAPS = ['', 'skip', 'bufferOne', 'bufferAll', 'cancelOther', 'terminateOther', 'allowAll']

function partsOf(schedule: Schedule) {
  return { path: { namespace: schedule.namespace, name: schedule.name } }
}

export function pauseSchedule(schedule: Schedule, done: () => void): Action {
  return {
    title: `Pause ${schedule.name}`, text: 'Nothing of it comes due. Times that pass meanwhile do not come back; runs that are there go on.',
    button: 'Pause', needsReason: true, done,
    call: reason => post(`${ONE}/pause`, partsOf(schedule), { ...(reason ? { note: reason } : {}) }, etag(schedule.version)),
  }
}

export function resumeSchedule(schedule: Schedule, done: () => void): Action {
  return {
    title: `Let ${schedule.name} go on`, text: 'It is due again from now on. Times that have passed meanwhile do not come due; a backfill starts them.',
    button: 'Resume', needsReason: false, hasNoReason: true, done,
    call: () => post(`${ONE}/resume`, partsOf(schedule), {}, etag(schedule.version)),
  }
}

/** The same dialog starts one at most, however often its button is pressed. */
export function triggerSchedule(schedule: Schedule, done: () => void): Action {
  const triggerId = `page-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`
  return {
    title: `Start a run of ${schedule.name} now`, text: 'Also while it is paused. Its own times stay as they are.',
    button: 'Start one', needsReason: false, hasNoReason: true, done,
    fields: [{ name: 'overlap', label: `If one goes on, instead of ${schedule.overlap}`, kind: 'choice', choices: OVERLAPS }],
    call: (_reason, _json, { overlap }) => post(`${ONE}/trigger`, partsOf(schedule), { triggerId, ...(overlap ? { overlap: overlap as Overlap } : {}) }),
  }
}

export function backfillSchedule(schedule: Schedule): Action {
  const moment = (text: string | undefined) => (text ? new Date(text).toISOString() : '')
  return {
    title: `Start the runs of times that have passed, of ${schedule.name}`, button: 'Backfill', needsReason: false, hasNoReason: true, isDangerous: true,
    text: 'Times that have a run already are left out, so it can be repeated. It goes on while the schedule is paused.',
    fields: [
      { name: 'from', label: 'From, by the clock of this browser', kind: 'time', isNeeded: true },
      { name: 'to', label: 'To, itself included', kind: 'time', isNeeded: true },
      { name: 'maxConcurrent', label: 'Runs of it at once', kind: 'number', initial: '1', isNeeded: true },
      { name: 'overlap', label: 'If one goes on', kind: 'choice', choices: OVERLAPS },
    ],
    call: (_reason, _json, { from, to, maxConcurrent, overlap }) => post(`${ONE}/backfill`, partsOf(schedule), {
      from: moment(from), to: moment(to), maxConcurrent: Number(maxConcurrent), ...(overlap ? { overlap: overlap as Overlap } : {}),
    }),
    done: answer => go(addresses.batch((answer as unknown as Backfill).batchId)),
  }
}

export function changeSchedule(schedule: Schedule, done: () => void): Action {
  return {
    title: `Change ${schedule.name}`, text: 'It becomes what stands here. What has come due before is done as it was said then.',
    button: 'Change', needsReason: false, hasNoReason: true, done,
    json: { name: 'body', label: 'The schedule', initial: JSON.stringify(bodyOf(schedule), null, 2), isNeeded: true },
    preview: body => h(TimesPreview, { body }),
    call: (_reason, body: Json | undefined) => put(ONE, partsOf(schedule), body as BodyOf<typeof ONE, 'put'>, etag(schedule.version)),
  }
}

export function newSchedule(): Action {
  const sample = { workflow: 'order', cron: '0 2 * * *', zone: Intl.DateTimeFormat().resolvedOptions().timeZone, input: { at: '${ schedule.at }' }, overlap: 'skip' }
  return {
    title: 'Make a schedule', text: 'It starts a workflow of its namespace, or puts a job. One of this name that is there already becomes what stands here.', button: 'Make it',
    needsReason: false, hasNoReason: true,
    fields: [{ name: 'namespace', label: 'Namespace', kind: 'text', isNeeded: true }, { name: 'name', label: 'Name', kind: 'text', isNeeded: true }],
    json: { name: 'body', label: 'The schedule', initial: JSON.stringify(sample, null, 2), isNeeded: true },
    preview: body => h(TimesPreview, { body }),
    call: (_reason, body: Json | undefined, { namespace = '', name = '' }) => put(ONE, { path: { namespace: namespace.trim(), name: name.trim() } }, body as BodyOf<typeof ONE, 'put'>),
    done: answer => {
      const { namespace, name } = answer as unknown as Schedule
      go(addresses.schedule(namespace, name))
    },
  }
}

export function removeSchedule(schedule: Schedule): Action {
  return {
    title: `Delete ${schedule.name}`, text: 'Nothing of it is started any more. Runs that are there go on.', button: 'Delete',
    needsReason: false, hasNoReason: true, isDangerous: true,
    call: () => remove(ONE, partsOf(schedule), etag(schedule.version)),
    done: () => go('schedules'),
  }
}
