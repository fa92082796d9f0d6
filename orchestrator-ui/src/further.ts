import type { ComponentType } from 'preact'

/** Where one can go beside the runs. The code of each page comes when somebody goes there. */
export interface Further {
  /** The first segment of its address. */
  readonly to: string
  readonly name: string
  /** What follows `g`. */
  readonly key: string
  readonly load: () => Promise<ComponentType>
}

export const FURTHER: readonly Further[] = [
  { to: 'schedules', name: 'Schedules', key: 's', load: () => import('./view/schedules').then(one => one.SchedulesPage) },
  { to: 'jobs', name: 'Jobs', key: 'j', load: () => import('./view/jobs').then(one => one.JobsPage) },
  { to: 'batches', name: 'Batches', key: 'b', load: () => import('./view/batches').then(one => one.BatchesPage) },
  { to: 'limits', name: 'Limits', key: 'l', load: () => import('./view/limits').then(one => one.LimitsPage) },
  { to: 'webhooks', name: 'Webhooks', key: 'h', load: () => import('./view/webhooks').then(one => one.WebhooksPage) },
  { to: 'router', name: 'Router', key: 't', load: () => import('./view/router').then(one => one.RouterPage) },
  { to: 'retention', name: 'Retention', key: 'r', load: () => import('./view/retention').then(one => one.RetentionPage) },
  { to: 'audit', name: 'Audit', key: 'a', load: () => import('./view/audit').then(one => one.AuditPage) },
]
