/** A PostgreSQL of its own for demo and dev: unpacked, initialised, started and stopped here, durable as in production. */
@NullMarked
package com.orchestrator.launcher.postgres;

import org.jspecify.annotations.NullMarked;
