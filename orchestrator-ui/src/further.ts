import type { ComponentType } from 'preact'
import type { Role } from './api/types'

/** What belongs together beside the page's content. */
export type Group = 'Runs' | 'Work' | 'Data' | 'Server'

/** Where one can go. */
export interface Destination {
  /** The first segment of its address. */
  readonly to: string
  readonly name: string
  /** What follows `g`. */
  readonly key: string
  readonly group: Group
}

/** Where one can go beside the runs. The code of each page comes when somebody goes there. */
export interface Further extends Destination {
  readonly load: () => Promise<ComponentType>
  /** Whether it is about what all namespaces share, and so not for a token of some of them. */
  readonly isShared?: true
  /** Who has any use for it; everybody unless it is said. */
  readonly role?: Role
}

export const FURTHER: readonly Further[] = [
  { to: 'batches', name: 'Batches', key: 'b', group: 'Runs', load: () => import('./view/batches').then(one => one.BatchesPage) },
  { to: 'audit', name: 'Audit', key: 'a', group: 'Runs', load: () => import('./view/audit').then(one => one.AuditPage) },
  { to: 'schedules', name: 'Schedules', key: 's', group: 'Work', load: () => import('./view/schedules').then(one => one.SchedulesPage) },
  { to: 'jobs', name: 'Jobs', key: 'j', group: 'Work', load: () => import('./view/jobs').then(one => one.JobsPage) },
  { to: 'limits', name: 'Limits', key: 'l', group: 'Work', isShared: true, load: () => import('./view/limits').then(one => one.LimitsPage) },
  { to: 'etl', name: 'Extract and load', key: 'e', group: 'Data', load: () => import('./view/etl').then(one => one.EtlPage) },
  { to: 'projections', name: 'Projections', key: 'p', group: 'Data', isShared: true, load: () => import('./view/projections').then(one => one.ProjectionsPage) },
  { to: 'webhooks', name: 'Webhooks', key: 'h', group: 'Data', isShared: true, load: () => import('./view/webhooks').then(one => one.WebhooksPage) },
  { to: 'outboxes', name: 'Outboxes', key: 'x', group: 'Data', isShared: true, load: () => import('./view/outboxes').then(one => one.OutboxesPage) },
  { to: 'router', name: 'Router', key: 't', group: 'Server', isShared: true, load: () => import('./view/router').then(one => one.RouterPage) },
  { to: 'tokens', name: 'Tokens', key: 'k', group: 'Server', role: 'admin', load: () => import('./view/tokens').then(one => one.TokensPage) },
  { to: 'encryption', name: 'Encryption', key: 'y', group: 'Server', isShared: true, role: 'admin', load: () => import('./view/encryption').then(one => one.EncryptionPage) },
  { to: 'retention', name: 'Retention', key: 'r', group: 'Server', load: () => import('./view/retention').then(one => one.RetentionPage) },
]
