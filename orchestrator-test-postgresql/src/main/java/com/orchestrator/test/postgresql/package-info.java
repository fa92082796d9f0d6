/**
 * The ground of tests that is a real PostgreSQL, with the tables of a server: {@code -Dorchestrator.test.on=postgresql} plays the same tests there.
 */
@NullMarked
package com.orchestrator.test.postgresql;

import org.jspecify.annotations.NullMarked;
