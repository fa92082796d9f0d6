import type { Graph } from '../model/definition'
import { forwardLane } from '../model/forward'

/** Arranges graphs beside the page, one after another: each message is answered by one. */
addEventListener('message', (event: MessageEvent<Graph>) => postMessage(forwardLane(event.data)))
