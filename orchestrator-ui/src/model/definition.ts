import type { Json } from '../api/types'

/** The tasks of a definition as a graph: containers become gates, out of which their branches go and behind which they come together. */

export type NodeKind = 'task' | 'signal' | 'wait' | 'set' | 'fail' | 'return' | 'emit' | 'workflow' | 'switch' | 'parallel' | 'map' | 'loop' | 'withLock' | 'do' | 'finally'

export interface GraphNode {
  readonly id: string
  readonly kind: NodeKind
  /** What it does, in a few words: the task type, the signal, the duration. */
  readonly detail: string
  /** Task type of the undo; null when it has none. */
  readonly undo: string | null
  readonly isPivot: boolean
  readonly savepoint: string | null
  /** What runs are known by to whoever sends the signal; null when it is sent to one run alone. */
  readonly signalKey: string | null
  readonly condition: string | null
  /** Maps and loops it stands in, outermost first. */
  readonly maps: readonly string[]
}

export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly label: string
}

export interface Graph {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

type JsonObject = { [name: string]: Json }

/** Where a path goes on from: a node, and what is written at the edge. */
interface Exit {
  readonly from: string
  readonly label: string
}

const AFTER_ROLLBACK = [['rolledBack', 'once all is undone'], ['undoFailed', 'once an undo gave up']] as const

const KINDS: readonly NodeKind[] = ['task', 'signal', 'wait', 'set', 'fail', 'return', 'emit', 'workflow', 'switch', 'parallel', 'map', 'loop', 'withLock', 'do']

export function graphOf(definition: Json): Graph {
  const builder = new Builder()
  builder.block(listOf(objectOf(definition)['tasks']), [], [])
  builder.afterRollback(objectOf(objectOf(objectOf(definition)['saga'])['finally']))
  return { nodes: builder.nodes, edges: builder.edges }
}

/** Signals that are sent by a key, each once: they have one key wherever they are waited for. */
export function keyedSignals(graph: Graph): { readonly name: string; readonly key: string }[] {
  const keys = new Map(graph.nodes.flatMap(node => (node.signalKey === null ? [] : [[node.detail, node.signalKey] as const])))
  return [...keys].map(([name, key]) => ({ name, key }))
}

/** Ids of all tasks, in the order of the text. */
class Builder {
  readonly nodes: GraphNode[] = []
  readonly edges: GraphEdge[] = []

  /** What is done after a rollback stands beside the rest: no way leads to it. */
  afterRollback(blocks: JsonObject): void {
    for (const [key, detail] of AFTER_ROLLBACK) {
      const tasks = listOf(blocks[key])
      if (tasks.length > 0) {
        const id = `finally.${key}`
        this.nodes.push({ ...nodeOf({}, id, 'finally', []), detail })
        this.block(tasks, [{ from: id, label: '' }], [])
      }
    }
  }

  /** @returns what the whole block ends with; what it was entered by when it is empty */
  block(tasks: readonly JsonObject[], entry: readonly Exit[], maps: readonly string[]): readonly Exit[] {
    const exits = new Map<string, readonly Exit[]>()
    const followed = new Set<string>()
    let before: string | null = null
    for (const task of tasks) {
      const id = textOf(task['id'])
      const named = task['dependsOn'] ? textsOf(task['dependsOn']) : before === null ? [] : [before]
      named.forEach(one => followed.add(one))
      const into = named.length > 0 ? named.flatMap(one => exits.get(one) ?? []) : entry
      exits.set(id, this.task(task, id, into, maps))
      before = id
    }
    const last = [...exits].filter(([id]) => !followed.has(id)).flatMap(([, ends]) => ends)
    return last.length > 0 ? last : entry
  }

  private task(task: JsonObject, id: string, into: readonly Exit[], maps: readonly string[]): readonly Exit[] {
    const kind = KINDS.find(one => one in task) ?? 'task'
    this.nodes.push(nodeOf(task, id, kind, maps))
    into.forEach(exit => this.edges.push({ from: exit.from, to: id, label: exit.label }))
    const inner = this.branches(task, id, kind, maps)
    return [...(inner.length > 0 ? inner : [{ from: id, label: '' }]), ...this.handlers(task, id, maps)]
  }

  /** What is done about failures stands beside the way on, and joins it again where the run goes on. */
  private handlers(task: JsonObject, id: string, maps: readonly string[]): readonly Exit[] {
    return listOf(task['onError']).flatMap(handler => {
      const codes = textsOf(handler['codes']).join(', ')
      const exits = this.block(listOf(handler['do']), [{ from: id, label: `on ${codes || 'failure'}` }], maps)
      return (handler['then'] ?? 'continue') === 'continue' ? exits : []
    })
  }

  private branches(task: JsonObject, id: string, kind: NodeKind, maps: readonly string[]): readonly Exit[] {
    switch (kind) {
      case 'switch':
        return listOf(task['switch']).flatMap(one =>
          'default' in one
            ? this.block(listOf(one['default']), [{ from: id, label: 'else' }], maps)
            : this.block(listOf(one['do']), [{ from: id, label: textOf(one['when']) }], maps))
      case 'parallel':
        return listsOf(objectOf(task['parallel'])['branches']).flatMap(branch =>
          this.block(branch, [{ from: id, label: '' }], maps))
      case 'map':
        return this.block(listOf(task['do']), [{ from: id, label: 'each' }], [...maps, id])
      case 'loop':
        return this.block(listOf(task['do']), [{ from: id, label: 'turn' }], [...maps, id])
      case 'withLock':
      case 'do':
        return this.block(listOf(task['do']), [{ from: id, label: '' }], maps)
      default:
        return []
    }
  }
}

function nodeOf(task: JsonObject, id: string, kind: NodeKind, maps: readonly string[]): GraphNode {
  const compensate = task['compensate']
  return {
    id,
    kind,
    detail: detailOf(task, kind),
    undo: compensate ? textOf(objectOf(compensate)['task']) : kind === 'workflow' ? 'undoes itself' : null,
    isPivot: task['pivot'] === true || task['effect'] === 'pivot',
    savepoint: typeof task['savepoint'] === 'string' ? task['savepoint'] : null,
    signalKey: kind === 'signal' && typeof objectOf(task['signal'])['key'] === 'string' ? textOf(objectOf(task['signal'])['key']) : null,
    condition: task['if'] === undefined ? null : textOf(task['if']),
    maps,
  }
}

function detailOf(task: JsonObject, kind: NodeKind): string {
  const value = task[kind] ?? null
  switch (kind) {
    case 'task':
      return typeof value === 'string' ? value : textOf(objectOf(value)['type'])
    case 'signal':
      return typeof value === 'string' ? value : textOf(objectOf(value)['name'])
    case 'emit':
      return typeof value === 'string' ? value : textOf(objectOf(value)['event'])
    case 'wait':
      return typeof value === 'string' ? value : textOf(objectOf(value)['for'] ?? objectOf(value)['until'])
    case 'fail':
      return textOf(objectOf(value)['code'])
    case 'return':
      return textOf(value)
    case 'workflow':
      return textOf(objectOf(value)['name'])
    case 'set':
      return Object.keys(objectOf(value)).join(', ')
    case 'map':
      return typeof objectOf(value)['items'] === 'string' ? textOf(objectOf(value)['items']) : 'items'
    case 'loop':
      return ['while', 'until'].filter(way => way in objectOf(value)).map(way => `${way} ${textOf(objectOf(value)[way])}`).join('')
    case 'parallel':
      return joinOf(objectOf(value)['join'])
    case 'withLock':
      return textsOf(value).join(', ')
    case 'do':
      return listOf(value).map(one => textOf(one['id'])).join(', ')
    case 'switch':
      return 'one of'
    case 'finally':
      return ''
  }
}

function joinOf(join: Json | undefined): string {
  if (join === 'any') return 'any of'
  const least = objectOf(join ?? null)['atLeast']
  return typeof least === 'number' ? `${least} of` : 'all of'
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

function listOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.map(objectOf) : []
}

function listsOf(value: Json | undefined): JsonObject[][] {
  return Array.isArray(value) ? value.map(listOf) : []
}

function textsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(textOf) : []
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
}
