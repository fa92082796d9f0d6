import { useEffect, useState } from 'preact/hooks'
import type { Graph } from '../model/definition'
import type { ForwardLane } from '../model/places'

let worker: Worker | undefined
const waiting: ((lane: ForwardLane) => void)[] = []

/** Answers come in the order of the questions. */
function arrange(graph: Graph): Promise<ForwardLane> {
  if (!worker) {
    worker = new Worker(new URL('../worker/arrange.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', (event: MessageEvent<ForwardLane>) => waiting.shift()?.(event.data))
  }
  worker.postMessage(graph)
  return new Promise(resolve => waiting.push(resolve))
}

interface Arranged {
  readonly graph: Graph
  readonly lane: ForwardLane
}

/** Where the tasks of a graph stand; null until that is known. */
export function useForward(graph: Graph): ForwardLane | null {
  const [arranged, setArranged] = useState<Arranged | null>(null)
  useEffect(() => {
    let isWanted = true
    void arrange(graph).then(lane => isWanted && setArranged({ graph, lane }))
    return () => (isWanted = false)
  }, [graph])
  return arranged?.graph === graph ? arranged.lane : null
}
