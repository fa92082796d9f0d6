package com.orchestrator.engine.service;

/**
 * What an import has come to.
 *
 * @param imported runs that are there now and were not
 * @param unchanged runs that were there already, the same
 * @param definitions revisions that were registered for them
 */
public record ImportedRuns(int imported, int unchanged, int definitions) {}
