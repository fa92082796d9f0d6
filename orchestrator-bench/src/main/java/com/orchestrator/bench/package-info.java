/**
 * {@code ./orchestrator bench}: a durable PostgreSQL, the real server and real workers, each in its own process, under load.
 * A {@link Work} says what is run; {@link Rig} is what it runs on; {@link LimitRun} is the measure: the same rows, written
 * by one process in large commits, with nothing around it.
 */
@NullMarked
package com.orchestrator.bench;

import org.jspecify.annotations.NullMarked;
