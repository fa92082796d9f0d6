import { useState } from 'preact/hooks'
import { get, patch } from '../api/client'
import type { WorkflowOverview } from '../api/types'
import { EMPTY_FILTER, withChip, writeFilter } from '../model/filter'
import { clock } from '../model/time'
import { addresses, go } from '../router'
import { useLoad } from '../store/load'
import { type Action, openAction } from './dialog'
import { Ago, Empty, ErrorNote, Link, Offer } from './parts'
import { Revision } from './revision'
import { StartDialog, starting } from './start'

export function WorkflowsPage() {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const page = useLoad(abort => get('/api/v1/workflows', { query: { limit: 100, cursor } }, abort), [cursor])
  return (
    <>
      <h1>Definitions</h1>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {page.data?.items.length === 0 && (
        <Empty text="None is registered yet. This registers one:" command="./orchestrator workflow apply -f order.yaml" />
      )}
      {page.data && page.data.items.length > 0 && (
        <table>
          <thead><tr><th scope="col">Workflow</th><th scope="col">Default</th><th scope="col">Latest</th><th scope="col">Registered</th><th scope="col">Starts</th></tr></thead>
          <tbody>
            {page.data.items.map((one: WorkflowOverview) => (
              <tr key={`${one.namespace}/${one.name}`}>
                <td><Link to={addresses.workflow(one.namespace, one.name)}>{one.namespace}/{one.name}</Link></td>
                <td>{one.defaultRevision}</td><td>{one.revision}</td><td><Ago at={one.createdAt} /></td>
                <td>{one.paused ? <span class="tone-undo">⏸ paused</span> : 'allowed'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {page.data?.page.next && <button type="button" onClick={() => setCursors([...cursors, page.data!.page.next!])}>More</button>}
    </>
  )
}

export function WorkflowPage({ namespace, name, revision }: { namespace: string; name: string; revision: number | null }) {
  const path = { namespace, workflow: name }
  const status = useLoad(abort => get('/api/v1/workflows/{namespace}/{workflow}', { path }, abort), [namespace, name])
  const revisions = useLoad(abort => get('/api/v1/workflows/{namespace}/{workflow}/revisions', { path, query: { limit: 100 } }, abort), [namespace, name])
  const changes = useLoad(abort => get('/api/v1/workflows/{namespace}/{workflow}/changes', { path, query: { limit: 20 } }, abort), [namespace, name])
  const reload = () => (status.reload(), revisions.reload(), changes.reload())
  if (status.error !== null) return <><h1>{namespace}/{name}</h1><ErrorNote error={status.error} retry={status.reload} /></>
  if (!status.data) return <p class="quiet">Loading…</p>
  const shown = revision ?? status.data.defaultRevision
  return (
    <>
      <p class="crumbs"><Link to="workflows">Definitions</Link></p>
      <header class="headline">
        <div>
          <h1>{namespace}/{name} {status.data.paused && <span class="badge tone-undo">⏸ paused</span>}</h1>
          <p>Default revision {status.data.defaultRevision}, latest {status.data.latestRevision}.{' '}
            <Link to={`instances${writeFilter(withChip(withChip(EMPTY_FILTER, 'namespace', namespace), 'workflow', name))}`}>Its runs</Link></p>
        </div>
        <div class="buttons column">
          <Offer tone="primary" act={() => (starting.value = { namespace, workflow: name, revision: shown })}>Run revision {shown}…</Offer>
          <Offer act={() => (openAction.value = pauseAction(namespace, name, !status.data!.paused, reload))}>{status.data.paused ? 'Allow starts…' : 'Pause starts…'}</Offer>
          {shown !== status.data.defaultRevision && (
            <Offer act={() => (openAction.value = defaultAction(namespace, name, shown, reload))}>Make {shown} the default…</Offer>
          )}
        </div>
      </header>
      <nav class="tabs" aria-label="Revisions">
        {revisions.data?.items.map(one => (
          <button key={one.revision} type="button" aria-current={one.revision === shown ? 'true' : undefined} title={clock(one.createdAt)}
            onClick={() => go(addresses.workflow(namespace, name, one.revision))}>{one.revision}</button>
        ))}
      </nav>
      <Revision namespace={namespace} name={name} revision={shown} others={revisions.data?.items.map(one => one.revision).filter(one => one !== shown) ?? []} />
      <StartDialog />
      <h2>Who has changed what</h2>
      <ul class="list">
        {changes.data?.items.map(change => (
          <li key={change.number}><strong>{change.actor ?? 'somebody'}</strong>: default {change.defaultRevision}{change.paused ? ', paused' : ''}
            {change.reason ? `, “${change.reason}”` : ''} <span class="quiet"><Ago at={change.at} /></span></li>
        ))}
      </ul>
    </>
  )
}

function pauseAction(namespace: string, workflow: string, paused: boolean, done: () => void): Action {
  return {
    title: paused ? 'Pause starts' : 'Allow starts', needsReason: true, button: paused ? 'Pause' : 'Allow', done,
    text: paused ? 'New runs are refused. Runs that are there go on.' : 'New runs are started again.',
    call: reason => patch('/api/v1/workflows/{namespace}/{workflow}', { path: { namespace, workflow } }, { paused, reason: reason ?? '' }),
  }
}

function defaultAction(namespace: string, workflow: string, revision: number, done: () => void): Action {
  return {
    title: `Make revision ${revision} the default`, needsReason: true, button: 'Make it so', done, text: 'Starts that name no revision get it from now on.',
    call: reason => patch('/api/v1/workflows/{namespace}/{workflow}', { path: { namespace, workflow } }, { defaultRevision: revision, reason: reason ?? '' }),
  }
}
