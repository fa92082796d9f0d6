/**
 * What tests stand on: a store in memory, a clock that is set, a real PostgreSQL. Shared with other modules as the engine's
 * test-jar; may depend on everything in the engine.
 */
@NullMarked
package com.orchestrator.testkit;

import org.jspecify.annotations.NullMarked;
