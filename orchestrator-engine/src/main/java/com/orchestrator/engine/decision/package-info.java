/**
 * All rules. A command looks at a {@link com.orchestrator.engine.decision.Run}, refuses, or appends events to it; applying
 * an event is the only way a run changes, live and when it is loaded. Pure: no clock, thread, log, SQL or framework; time,
 * ids, chance and free worker slots come in through {@link com.orchestrator.engine.decision.RunChange}. May depend on
 * {@code plan}, {@code api.model}, {@code api.request}, {@code api.error}.
 */
@NullMarked
package com.orchestrator.engine.decision;

import org.jspecify.annotations.NullMarked;
