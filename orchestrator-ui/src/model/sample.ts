import type { Json } from '../api/types'

type JsonObject = { [name: string]: Json }

const DEPTH_MAX = 8

/** An input as the schema of a definition would have it, to begin from; an empty object when it has none. */
export function sampleOf(definition: Json): Json {
  const schema = objectOf(objectOf(objectOf(definition)['input'])['schema'])
  return Object.keys(schema).length === 0 ? {} : valueOf(schema, 0)
}

function valueOf(schema: JsonObject, depth: number): Json {
  if (schema['const'] !== undefined) return schema['const']
  if (schema['default'] !== undefined) return schema['default']
  const choices = schema['enum'] ?? schema['examples']
  if (Array.isArray(choices) && choices.length > 0) return choices[0]!
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type']
  switch (type) {
    case 'string':
      return ''
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : schema['exclusiveMinimum'] === 0 ? 1 : 0
    case 'boolean':
      return false
    case 'array':
      return []
    case 'null':
      return null
    default:
      return depth < DEPTH_MAX ? objectFrom(schema, depth) : {}
  }
}

function objectFrom(schema: JsonObject, depth: number): Json {
  const needed = Array.isArray(schema['required']) ? schema['required'] : []
  const sample: JsonObject = {}
  for (const [name, property] of Object.entries(objectOf(schema['properties']))) {
    if (needed.includes(name)) sample[name] = valueOf(objectOf(property), depth + 1)
  }
  return sample
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}
