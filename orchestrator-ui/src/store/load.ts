import { useEffect, useRef, useState } from 'preact/hooks'
import { isServerUp } from '../api/client'

export interface Loaded<T> {
  /** What came last; stays while it is loaded again. */
  readonly data: T | null
  readonly error: unknown
  readonly isLoading: boolean
  readonly reload: () => void
}

/**
 * Loads what a view shows, again whenever one of `keys` changes, and when a server that was away is there again.
 *
 * @param everyMs how often besides, while somebody looks at it; never when absent
 */
export function useLoad<T>(load: (abort: AbortSignal) => Promise<T>, keys: readonly unknown[], everyMs?: number): Loaded<T> {
  const [data, setData] = useState<T | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isLoading, setLoading] = useState(true)
  const [turn, setTurn] = useState(0)
  const loader = useRef(load)
  loader.current = load
  useEffect(() => setData(null), keys)
  useEffect(() => {
    const abort = new AbortController()
    setLoading(true)
    loader.current(abort.signal).then(
      value => !abort.signal.aborted && (setData(value), setError(null), setLoading(false)),
      (failure: unknown) => !abort.signal.aborted && (setError(failure), setLoading(false)))
    return () => abort.abort()
  }, [...keys, turn])
  useEffect(() => {
    if (!everyMs) return undefined
    const timer = setInterval(() => document.visibilityState === 'visible' && setTurn(one => one + 1), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  useEffect(() => {
    let wasUp = isServerUp.peek()
    return isServerUp.subscribe(isUp => {
      if (isUp && wasUp === false) setTurn(one => one + 1)
      wasUp = isUp
    })
  }, [])
  return { data, error, isLoading, reload: () => setTurn(one => one + 1) }
}
