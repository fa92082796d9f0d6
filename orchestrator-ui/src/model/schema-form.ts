import type { Json } from '../api/types'

/** A form for what a JSON schema describes. What it cannot describe by fields is a field for JSON. */

export type JsonObject = { [name: string]: Json }

interface Common {
  /** JSON pointer to its value, empty for the whole. */
  readonly pointer: string
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly isNeeded: boolean
}

export type FormNode = Common & (
  | { readonly kind: 'text' }
  | { readonly kind: 'number'; readonly isWhole: boolean; readonly min?: number; readonly max?: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly choices: readonly Json[] }
  | { readonly kind: 'object'; readonly fields: readonly FormNode[] }
  | { readonly kind: 'list'; readonly item: FormNode }
  | { readonly kind: 'json' }
)

const DEPTH_MAX = 6

/** @returns null when the definition has no schema, or one that says nothing of fields */
export function formOf(definition: Json): FormNode | null {
  return formOfSchema(objectOf(objectOf(objectOf(definition)['input'])['schema']))
}

/** @returns null when the schema says nothing of fields */
export function formOfSchema(schema: JsonObject): FormNode | null {
  const node = nodeOf(schema, { schema, pointer: '', name: '', isNeeded: true, depth: 0 })
  return node.kind === 'object' && node.fields.length > 0 ? node : null
}

interface Place {
  /** The whole schema, for references into it. */
  readonly schema: JsonObject
  readonly pointer: string
  readonly name: string
  readonly isNeeded: boolean
  readonly depth: number
}

function nodeOf(raw: JsonObject, place: Place): FormNode {
  const schema = resolved(raw, place.schema)
  const common: Common = {
    pointer: place.pointer, name: place.name, isNeeded: place.isNeeded,
    label: textOf(schema['title']) || place.name,
    hint: [textOf(schema['description']), boundsOf(schema)].filter(Boolean).join(', '),
  }
  const choices = schema['const'] !== undefined ? [schema['const']] : schema['enum']
  if (Array.isArray(choices) && choices.length > 0) return { ...common, kind: 'choice', choices }
  if ('$ref' in schema || !onlyNarrows(schema)) return { ...common, kind: 'json' }
  switch (typeOf(schema)) {
    case 'string':
      return { ...common, kind: 'text' }
    case 'number':
    case 'integer':
      return {
        ...common, kind: 'number', isWhole: typeOf(schema) === 'integer',
        ...(typeof schema['minimum'] === 'number' ? { min: schema['minimum'] } : {}), ...(typeof schema['maximum'] === 'number' ? { max: schema['maximum'] } : {}),
      }
    case 'boolean':
      return { ...common, kind: 'boolean' }
    case 'array':
      return place.depth < DEPTH_MAX && isObject(schema['items'])
        ? { ...common, kind: 'list', item: nodeOf(schema['items'], { ...place, pointer: '', name: '', isNeeded: true, depth: place.depth + 1 }) }
        : { ...common, kind: 'json' }
    case 'object':
      return objectNode(schema, common, place)
    default:
      return { ...common, kind: 'json' }
  }
}

const CONDITIONS = ['oneOf', 'anyOf', 'allOf', 'if', 'then', 'else', 'not']

/** Whether conditions, if there are any, are about fields that the schema names itself: then they are the server's to judge. */
function onlyNarrows(schema: JsonObject): boolean {
  const own = Object.keys(objectOf(schema['properties']))
  const branches = CONDITIONS.flatMap(word => (word in schema ? [schema[word]!].flat() : [])) as Json[]
  return branches.every(branch => own.length > 0 && isObject(branch) && !('$ref' in branch) && onlyNarrows({ ...branch, properties: schema['properties']! })
    && Object.keys(objectOf(branch['properties'])).every(name => own.includes(name)))
}

function objectNode(schema: JsonObject, common: Common, place: Place): FormNode {
  const properties = Object.entries(objectOf(schema['properties']))
  if (place.depth >= DEPTH_MAX || properties.length === 0) return { ...common, kind: 'json' }
  const needed = Array.isArray(schema['required']) ? schema['required'] : []
  // The canonical form of a definition has names in the order of the alphabet; what has to be there comes first, as the schema lists it.
  const rank = (name: string) => (needed.includes(name) ? needed.indexOf(name) : needed.length)
  const fields = properties.sort(([a], [b]) => rank(a) - rank(b)).map(([name, property]) => nodeOf(objectOf(property),
    { schema: place.schema, pointer: `${place.pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, name, isNeeded: needed.includes(name), depth: place.depth + 1 }))
  return { ...common, kind: 'object', fields }
}

/** Follows a reference into the schema itself; any other stays, and is a field for JSON. */
function resolved(schema: JsonObject, root: JsonObject): JsonObject {
  let at = schema
  for (let hops = 0; hops < DEPTH_MAX; hops++) {
    const reference = at['$ref']
    if (typeof reference !== 'string' || !reference.startsWith('#/')) return at
    const target = reference.slice(2).split('/').reduce<Json | undefined>(
      (value, name) => objectOf(value)[name.replaceAll('~1', '/').replaceAll('~0', '~')], root)
    if (!isObject(target)) return at
    at = target
  }
  return at
}

function typeOf(schema: JsonObject): string {
  const type = schema['type']
  const one = Array.isArray(type) ? type.find(word => word !== 'null') : type
  return typeof one === 'string' ? one : 'properties' in schema ? 'object' : ''
}

function boundsOf(schema: JsonObject): string {
  const words: string[] = []
  const bound = (name: string, text: (value: Json) => string) => schema[name] !== undefined && words.push(text(schema[name]))
  bound('format', value => String(value))
  bound('pattern', value => `like ${String(value)}`)
  bound('minimum', value => `at least ${String(value)}`)
  bound('exclusiveMinimum', value => `more than ${String(value)}`)
  bound('maximum', value => `at most ${String(value)}`)
  bound('exclusiveMaximum', value => `less than ${String(value)}`)
  return words.join(', ')
}

/** What has been typed for a number: the number, nothing, or why it is none. */
export function numberOf(text: string, isWhole: boolean): { readonly value?: number; readonly fault?: string } {
  const trimmed = text.trim()
  if (trimmed === '') return {}
  const value = Number(trimmed)
  if (!Number.isFinite(value)) return { fault: 'Not a number' }
  if (isWhole && !Number.isInteger(value)) return { fault: 'Not a whole number' }
  if (trimmed.replace(/^-?0*\.?0*|\.|e.*$/gi, '').length > 15) return { fault: 'More digits than a browser can keep; send it by a command' }
  return { value }
}

/** An object with a field set, or without it when there is no value. */
export function withField(object: Json | undefined, name: string, value: Json | undefined): JsonObject {
  const next = { ...objectOf(object) }
  if (value === undefined) delete next[name]
  else next[name] = value
  return next
}

export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {}
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
