/**
 * Bodies and answers whose wire form differs from the record the engine takes: defaults, path parts, paging. May depend
 * on {@code api}, {@code rest.param} and the service records.
 */
@NullMarked
package com.orchestrator.server.rest.wire;

import org.jspecify.annotations.NullMarked;
