/**
 * What the engine asks of durable state, as interfaces with two implementations: PostgreSQL and memory. One contract
 * test runs against both. May depend on {@code decision}, {@code plan} and {@code api}.
 */
@NullMarked
package com.orchestrator.engine.store;

import org.jspecify.annotations.NullMarked;
