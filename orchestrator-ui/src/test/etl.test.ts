import { describe, expect, it } from 'vitest'
import type { EtlJob, EtlPlugin, EtlRun } from '../api/types'
import { draftOf, EMPTY_DRAFT, lastRuns, loadWords, placeWords, schemaOf, specOf } from '../model/etl'

const job: EtlJob = {
  id: '0190', name: 'sales', schedule: '*/5 * * * *', zone: null, extractor_type: 'csv', extractor_config: { path: 'sales.csv', on_reject: 'skip' } as never,
  loader_type: 'postgres', loader_config: { url: 'jdbc:postgresql://localhost/shop', table: 'sales', disposition: 'merge', keys: ['id'], cursor: 'sold_at' } as never,
  transform: null, depends_on: ['till'], created_at: '', updated_at: '', next_run_at: null,
}

describe('a job', () => {
  it('is said in a few words', () => {
    expect(placeWords('csv', { path: 'sales.csv' })).toBe('csv sales.csv')
    expect(placeWords('duckdb', { path: 'shop.duckdb', table: 'sales' })).toBe('duckdb shop.duckdb, sales')
    expect(placeWords('postgres', { url: 'jdbc:postgresql://user@h/shop', query: 'SELECT 1' })).toBe('postgres a query')
    expect(placeWords('http', { url: 'https://shop.example/orders' })).toBe('http https://shop.example/orders')
    expect(loadWords(job)).toBe('merge by id; only what is beyond the last sold_at; rows that do not fit are set aside')
  })

  it('is the same when it was only looked at, and says nothing of what is empty', () => {
    expect(specOf(draftOf(job))).toEqual({
      name: 'sales', schedule: '*/5 * * * *', extractor_type: 'csv', extractor_config: job.extractor_config, loader_type: 'postgres', loader_config: job.loader_config, depends_on: ['till'],
    })
    expect(specOf({ ...EMPTY_DRAFT, name: ' till ', dependsOn: 'a, b c' })).toEqual({
      name: 'till', extractor_type: 'csv', extractor_config: {}, loader_type: 'duckdb', loader_config: {}, depends_on: ['a', 'b', 'c'],
    })
  })

  it('keeps what its rows become, be it a query or expressions', () => {
    for (const transform of ['SELECT 1 FROM rows', { where: 'row.n > 0' }]) {
      expect(specOf(draftOf({ ...job, transform: transform as never })).transform).toEqual(transform)
    }
    expect(specOf({ ...EMPTY_DRAFT, transform: '{ no' }).transform).toBe('{ no')
  })
})

it('what is about the job as a whole is asked for once', () => {
  const schema = { type: 'object', properties: { path: { type: 'string' }, cursor: { type: 'string' }, on_reject: { enum: ['fail', 'skip'] } } }
  const plugin = { type: 'csv', extractor: schema, loader: schema } as unknown as EtlPlugin
  expect(Object.keys(schemaOf(plugin, 'extractor')!['properties']!)).toEqual(['path'])
  expect(Object.keys(schemaOf(plugin, 'loader')!['properties']!)).toEqual(['path', 'cursor', 'on_reject'])
  expect(schemaOf(undefined, 'loader')).toBeNull()
  const named = { type: 'csv', extractor: { ...schema, properties: { connection: { type: 'string' } } }, loader: null } as unknown as EtlPlugin
  expect(schemaOf(named, 'extractor', ['shop'])!['properties']).toEqual({ connection: { type: 'string', enum: ['shop'] } })
  expect(schemaOf(named, 'loader')).toBeNull()
})

it('of the runs of a job the newest is its last', () => {
  const run = (job_name: string, run_id: string) => ({ job_name, run_id }) as EtlRun
  expect(lastRuns([run('a', '3'), run('b', '2'), run('a', '1')]).get('a')?.run_id).toBe('3')
})
