/**
 * Secrets that tasks are given: a definition names them, a worker gets them, and nothing keeps them (ADR 69). May depend on {@code service}
 * and {@code plan}.
 */
@NullMarked
package com.orchestrator.engine.secret;

import org.jspecify.annotations.NullMarked;
