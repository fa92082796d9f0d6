/**
 * A second implementation of the store, without a database: for programs that bring an engine along, for examples and tests. Held
 * to the same contract tests as PostgreSQL. Nothing outlives the process.
 */
@NullMarked
package com.orchestrator.engine.memory;

import org.jspecify.annotations.NullMarked;
