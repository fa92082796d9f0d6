import { useState } from 'preact/hooks'
import { get, look, post } from '../api/client'
import { ApiError } from '../api/problem'
import type { Projection, ProjectionDeadLetter, ProjectionReason, ProjectionShard, WorkerGeneration } from '../api/types'
import { lagWords } from '../model/lag'
import { segments } from '../router'
import { useLoad } from '../store/load'
import { type Action, openAction } from './dialog'
import { PageButtons } from './pager'
import { Ago, AsCommand, Empty, ErrorNote, JsonText, Link, Offer, StateBadge } from './parts'

const EVERY_MS = 3_000
const ONE = '/api/v1/projections/{name}' as const

/** Read models that are made of events: all of them, or one. */
export function ProjectionsPage() {
  const [, name] = segments.value
  return name ? <ProjectionPage key={name} name={name} /> : <ProjectionList />
}

function ProjectionList() {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const page = useLoad(abort => get('/api/v1/projections', { query: { limit: 100, cursor } }, abort), [cursor], EVERY_MS)
  return (
    <>
      <h1>Projections</h1>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {page.data?.items.length === 0 && <Empty text="None has ever run on the tables that this server is told of. Projections run in applications: docs/how-to/projections.md." />}
      {page.data && page.data.items.length > 0 && (
        <table>
          <thead><tr><th scope="col">Projection</th><th scope="col">State</th><th scope="col">Behind</th><th scope="col">A second</th><th scope="col">Dead letters</th><th scope="col">Why</th></tr></thead>
          <tbody>
            {page.data.items.map(one => (
              <tr key={one.name}>
                <td><Link to={`projections/${encodeURIComponent(one.name)}`}>{one.name}</Link></td>
                <td><StateBadge state={one.state} /></td>
                <td>{lagWords(one.lag)}</td>
                <td>{one.perSecond}</td>
                <td>{one.deadLetters === 0 ? <span class="quiet">none</span> : <strong class="tone-bad">✕ {one.deadLetters}</strong>}</td>
                <td>{one.reasons[0]?.text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <PageButtons cursors={cursors} next={page.data?.page.next ?? null} show={setCursors} />
      <Generations />
    </>
  )
}

function ProjectionPage({ name }: { name: string }) {
  const projection = useLoad(abort => get(ONE, { path: { name } }, abort), [name], EVERY_MS)
  const shown = projection.data
  return (
    <>
      <p class="crumbs"><Link to="projections">Projections</Link></p>
      {!shown && <h1>{name}</h1>}
      {projection.error !== null && <ErrorNote error={projection.error} {...(projection.error instanceof ApiError && projection.error.status === 404 ? {} : { retry: projection.reload })} />}
      {shown && <Header projection={shown} reload={projection.reload} />}
      {shown && <Shards projection={shown} reload={projection.reload} />}
      {shown && <DeadLetters projection={shown} reload={projection.reload} />}
    </>
  )
}

const TONES: Readonly<Record<Projection['state'], string>> = {
  PAUSED: 'undo', FAILING: 'bad', UNOWNED: 'bad', HELD_UP: 'undo', CATCHING_UP: 'busy', UP_TO_DATE: 'good',
}

function Header({ projection, reload }: { projection: Projection; reload: () => void }) {
  const { name, rebuild } = projection
  return (
    <header class={`headline tone-${TONES[projection.state]}`}>
      <div>
        <h1>{name} <StateBadge state={projection.state} /></h1>
        <p class="sentence">{lagWords(projection.lag)}, {projection.perSecond} events a second, {projection.events} so far.</p>
        <ul class="next">{projection.reasons.map((reason, index) => <ReasonLine key={index} reason={reason} />)}</ul>
        {projection.pausedReason && <p>Paused: “{projection.pausedReason}”</p>}
        {rebuild && (
          <p>
            Made anew as build {rebuild.build}: <progress max={1} value={rebuild.progress} aria-label="How far the new build is" /> {rebuild.events} of {rebuild.of} events
            {rebuild.refused && <span class="tone-bad"> ✕ {rebuild.refused}</span>}
          </p>
        )}
        <p class="quiet">Build {projection.build} is read; generation {projection.generation} of its workers.</p>
      </div>
      <div class="buttons column">
        {projection.state === 'PAUSED'
          ? <Offer tone="primary" act={() => (openAction.value = asked('resume', name, reload))}>Resume…</Offer>
          : <Offer act={() => (openAction.value = asked('pause', name, reload))}>Pause…</Offer>}
        {rebuild
          ? <Offer act={() => (openAction.value = asked('rebuild/give-up', name, reload))}>Give the rebuild up…</Offer>
          : projection.rebuildable && <Offer act={() => (openAction.value = asked('rebuild', name, reload))}>Make it anew…</Offer>}
        <AsCommand call={look(`${ONE}/explain`, { path: { name } })} />
      </div>
    </header>
  )
}

function ReasonLine({ reason }: { reason: ProjectionReason }) {
  return <li>{reason.shard !== null && <span class="quiet">shard {reason.shard}: </span>}{reason.text}</li>
}

function Shards({ projection, reload }: { projection: Projection; reload: () => void }) {
  return (
    <section>
      <h2>Shards</h2>
      <table>
        <thead><tr><th scope="col">Build and shard</th><th scope="col">Behind</th><th scope="col">A second</th><th scope="col">Worker</th><th scope="col">Moved</th><th scope="col">Stands at</th><th scope="col">Actions</th></tr></thead>
        <tbody>{projection.shards.map(shard => <ShardRow key={`${shard.build} ${shard.shard}`} name={projection.name} shard={shard} reload={reload} />)}</tbody>
      </table>
    </section>
  )
}

function ShardRow({ name, shard, reload }: { name: string; shard: ProjectionShard; reload: () => void }) {
  const stuck = shard.failedEvent
  return (
    <tr>
      <td>{shard.build}, {shard.shard} {!shard.live && <span class="quiet">not read yet</span>}</td>
      <td>{lagWords(shard.lag)}</td>
      <td>{shard.perSecond}</td>
      <td>{shard.owner ?? <span class="tone-bad">✕ nobody</span>} <span class="quiet">generation {shard.generation}</span></td>
      <td><Ago at={shard.movedAt} /></td>
      <td>{stuck && <><strong>{stuck}</strong>, tried {shard.failures} times: <span class="tone-bad">{shard.error}</span> {shard.retryAt && <span class="quiet">again <Ago at={shard.retryAt} /></span>}</>}</td>
      <td class="row-buttons">{stuck && <Offer act={() => (openAction.value = skipped(name, stuck, reload))}>Pass it by…</Offer>}</td>
    </tr>
  )
}

function DeadLetters({ projection, reload }: { projection: Projection; reload: () => void }) {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const page = useLoad(abort => get(`${ONE}/dead-letters`, { path: { name: projection.name }, query: { limit: 50, cursor } }, abort), [projection.name, projection.deadLetters, cursor], EVERY_MS)
  return (
    <section>
      <h2>Dead letters</h2>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {page.data?.items.length === 0 && <p class="tone-good">✓ No event was passed by.</p>}
      <ul class="cards">
        {page.data?.items.map(letter => <Letter key={letter.eventId} name={projection.name} letter={letter} reload={() => (reload(), page.reload())} />)}
      </ul>
      <PageButtons cursors={cursors} next={page.data?.page.next ?? null} show={setCursors} />
    </section>
  )
}

function Letter({ name, letter, reload }: { name: string; letter: ProjectionDeadLetter; reload: () => void }) {
  return (
    <li class="card">
      <p><strong>{letter.eventId}</strong> {letter.type} of {letter.aggregateType} {letter.aggregateId} <span class="quiet">shard {letter.shard}, <Ago at={letter.putAt} /></span></p>
      <p>“{letter.reason}” {letter.error && <span class="tone-bad">{letter.error}</span>}</p>
      {letter.payload !== null && <details><summary>Payload</summary><JsonText value={letter.payload} label={`Payload of ${letter.eventId}`} /></details>}
      <p class="quiet">{letter.retryAsked ? 'It is tried again.' : letter.retries === 0 ? '' : `Tried again ${letter.retries === 1 ? 'once' : `${letter.retries} times`} in vain.`}</p>
      {!letter.retryAsked && <div class="buttons"><Offer act={() => (openAction.value = retried(name, letter.eventId, reload))}>Work it in…</Offer></div>}
    </li>
  )
}

function Generations() {
  const page = useLoad(abort => get('/api/v1/generations', {}, abort), [], EVERY_MS)
  if (!page.data || page.data.items.length === 0) return null
  return (
    <section>
      <h2>Generations of their workers</h2>
      <table>
        <thead><tr><th scope="col">Generation</th><th scope="col">Phase</th><th scope="col">Shards</th><th scope="col">Workers</th></tr></thead>
        <tbody>{page.data.items.map((one: WorkerGeneration) => (
          <tr key={one.generation}>
            <td>{one.generation}</td>
            <td>{one.phase ? <StateBadge state={one.phase} /> : '–'} {one.waitingFor > 0 && <span class="tone-undo">◷ waits for {one.waitingFor} older to stop</span>} {one.since && <span class="quiet">begun <Ago at={one.since} /></span>}</td>
            <td>{one.shards}</td>
            <td>{one.workers.map(worker => <div key={worker.workerId}>{worker.workerId} <StateBadge state={worker.alive ? worker.state : 'LOST'} /> <span class="quiet">heard of <Ago at={worker.lastHeartbeatAt} /></span></div>)}</td>
          </tr>
        ))}</tbody>
      </table>
    </section>
  )
}

const ASKED = {
  pause: { title: 'Pause', text: 'Nothing is worked in until it is resumed.', button: 'Pause' },
  resume: { title: 'Resume', text: 'It goes on from where it was.', button: 'Resume' },
  rebuild: { title: 'Make anew', text: 'The read model is made anew from the first event on, beside the one that is read; it takes its place when it is as far.', button: 'Make it anew' },
  'rebuild/give-up': { title: 'Give the rebuild up of', text: 'The new build is taken away; the old one goes on as if nothing had been.', button: 'Give it up', isDangerous: true },
} as const

function asked(what: keyof typeof ASKED, name: string, done: () => void): Action {
  return {
    ...ASKED[what], title: `${ASKED[what].title} ${name}`, needsReason: true, done,
    call: reason => post(`${ONE}/${what}`, { path: { name } }, { reason: reason ?? '' }),
  }
}

function skipped(name: string, eventId: string, done: () => void): Action {
  return {
    title: `Pass ${eventId} by`, text: 'The shard goes on behind it. It is kept as a dead letter, and the read model is without it.', button: 'Pass it by', needsReason: true, isDangerous: true, done,
    call: reason => post(`${ONE}/skip`, { path: { name } }, { eventId, reason: reason ?? '' }),
  }
}

function retried(name: string, eventId: string, done: () => void): Action {
  return {
    title: `Work ${eventId} in after all`, text: 'Once, behind events that came after it.', button: 'Work it in', needsReason: true, done,
    call: reason => post(`${ONE}/dead-letters/retry`, { path: { name } }, { eventId, reason: reason ?? '' }),
  }
}
