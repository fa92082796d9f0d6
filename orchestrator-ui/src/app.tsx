import { useEffect } from 'preact/hooks'
import { isServerUp, token, wantsToken } from './api/client'
import { go, path, segments } from './router'
import { ActionDialog, Dialog } from './view/dialog'
import { FleetPage } from './view/fleet'
import { IncidentsPage } from './view/incidents'
import { OverviewPage } from './view/overview'
import { Link } from './view/parts'
import { RunPage } from './view/run'
import { RunsPage } from './view/runs'
import { WorkflowPage, WorkflowsPage } from './view/workflows'

/** Where one can go, each with the key that follows `g`. */
const PLACES: readonly [to: string, name: string, key: string][] = [
  ['', 'Overview', 'o'], ['instances', 'Runs', 'i'], ['incidents', 'Incidents', 'n'], ['workflows', 'Definitions', 'w'], ['workers', 'Workers', 'q'],
]

export function App() {
  useEffect(listenToKeys, [])
  const [first = ''] = segments.value
  return (
    <>
      <a class="skip" href={`${path.value || '.'}#main`} onClick={event => (event.preventDefault(), document.getElementById('main')?.focus())}>To the content</a>
      <nav class="top" aria-label="Main">
        <strong>Orchestrator</strong>
        {PLACES.map(([to, name, key]) => <Link key={to} to={to} current={first === to} label={`${name}, keys g ${key}`}>{name}</Link>)}
        {token.value && <button type="button" onClick={() => (token.value = '')}>Forget the token</button>}
      </nav>
      {isServerUp.value === false && (
        <div class="note tone-bad" role="alert"><span aria-hidden="true">✕</span> The server does not answer. What you see is how things were; it is tried again.</div>
      )}
      <main id="main" tabIndex={-1}><Page /></main>
      <ActionDialog />
      {wantsToken.value && <TokenDialog />}
    </>
  )
}

function Page() {
  const [first, second, third, fourth] = segments.value
  switch (first) {
    case undefined:
      return <OverviewPage />
    case 'instances':
      return second ? <RunPage key={second} instanceId={second} /> : <RunsPage />
    case 'incidents':
      return <IncidentsPage />
    case 'workflows':
      return second && third
        ? <WorkflowPage key={`${second}/${third}`} namespace={second} name={third} revision={fourth && /^[1-9]\d{0,8}$/.test(fourth) ? Number(fourth) : null} />
        : <WorkflowsPage />
    case 'workers':
      return <FleetPage />
    default:
      return <><h1>There is no such page</h1><p><Link to="">Overview</Link></p></>
  }
}

/** Until there is a session by cookie: the token stays in this tab, and is gone when it is closed. */
function TokenDialog() {
  const keep = (event: Event) => {
    event.preventDefault()
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem('token') as HTMLInputElement
    token.value = field.value.trim()
    wantsToken.value = false
    isServerUp.value = false
    isServerUp.value = true
  }
  return (
    <Dialog title="A token is wanted" close={() => (wantsToken.value = false)}>
      <form onSubmit={keep}>
        <p>This server answers only to those who have a token with the role reader.</p>
        <label>Token <input name="token" type="password" autocomplete="off" required /></label>
        <div class="buttons"><button type="submit" class="primary">Go on</button></div>
      </form>
    </Dialog>
  )
}

function listenToKeys() {
  let isGoing = false
  const hear = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('dialog')) return
    const place = isGoing ? PLACES.find(([, , key]) => key === event.key) : undefined
    isGoing = event.key === 'g'
    if (place) go(place[0])
    if (event.key === '/') {
      event.preventDefault()
      if (path.value !== 'instances') go('instances')
      setTimeout(() => document.getElementById('search')?.focus())
    }
  }
  addEventListener('keydown', hear)
  return () => removeEventListener('keydown', hear)
}
