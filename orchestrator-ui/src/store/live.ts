import { useEffect, useRef, useState } from 'preact/hooks'
import { listen } from '../api/live'
import type { ApiError } from '../api/problem'

const REFRESH_MS = 700

/** What of all runs one listens to; everything when it names nothing. */
export interface Heard {
  readonly namespace?: string | undefined
  readonly workflow?: string | undefined
}

/**
 * Calls `reload` soon after something has happened to a run, while somebody looks at the top of the page.
 *
 * @returns why the server does not tell of it; null as long as it does
 */
export function useLive({ namespace, workflow }: Heard, isLive: boolean, reload: () => void): ApiError | null {
  const [refusal, refuse] = useState<ApiError | null>(null)
  const again = useRef(reload)
  again.current = reload
  useEffect(() => {
    if (!isLive) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        if (document.visibilityState === 'visible' && scrollY < 80) again.current()
      }, REFRESH_MS)
    }
    const stop = listen('/api/v1/stream', { query: { namespace, workflow } }, { hear: soon, again: soon, refuse })
    return () => (stop(), clearTimeout(timer), refuse(null))
  }, [namespace, workflow, isLive])
  return refusal
}
