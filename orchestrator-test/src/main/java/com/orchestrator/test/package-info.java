/**
 * Tests of sagas without a server, a database and a network: {@link com.orchestrator.test.TestEngine} has a server's own decisions over a store
 * in memory, at a clock that stands still unless there is nothing else to do.
 */
@NullMarked
package com.orchestrator.test;

import org.jspecify.annotations.NullMarked;
