import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** A page whose code comes from the server when somebody first goes there, so that it costs the first load nothing. */
export function Late({ load }: { load: () => Promise<ComponentType> }) {
  const [page, setPage] = useState<{ readonly Page: ComponentType } | null>(null)
  const [hasFailed, setFailed] = useState(false)
  useEffect(() => {
    let isWanted = true
    load().then(Page => isWanted && setPage({ Page }), () => isWanted && setFailed(true))
    return () => (isWanted = false)
  }, [load])
  if (hasFailed) {
    return (
      <div class="note tone-bad" role="alert">
        <span aria-hidden="true">✕</span> This part of the page did not come. The server is away, or has another version of the page by now.
        <button type="button" onClick={() => location.reload()}>Load the page anew</button>
      </div>
    )
  }
  return page ? <page.Page /> : <p class="quiet" role="status">Loading…</p>
}
