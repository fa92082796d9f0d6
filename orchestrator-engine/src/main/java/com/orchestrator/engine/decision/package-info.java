/**
 * All rules, in rooms by subject. A command looks at a {@link com.orchestrator.engine.run.Run}, refuses, or appends events to
 * it by {@link com.orchestrator.engine.decision.RunChange#emit}. Pure: no clock, thread, log, SQL or framework; time, ids,
 * chance and free worker slots come in through {@link com.orchestrator.engine.decision.DecisionContext}. Here stands what all
 * rooms share; from the bottom up they are {@code attempt}, {@code children} and {@code signal}, then {@code rollback}, {@code
 * forward}, {@code outcome}, and the commands in {@code task} and {@code workflow}. {@code explain} only reads.
 */
@NullMarked
package com.orchestrator.engine.decision;

import org.jspecify.annotations.NullMarked;
