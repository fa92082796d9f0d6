/**
 * From a request to a commit and back. {@link com.orchestrator.engine.coordinator.CommandRunner} is the file to read first:
 * load, decide, record, answer. The only package that begins transactions. May depend on {@code decision}, {@code store},
 * {@code service}, {@code plan}, {@code definition} and {@code api}.
 */
@NullMarked
package com.orchestrator.engine.coordinator;

import org.jspecify.annotations.NullMarked;
