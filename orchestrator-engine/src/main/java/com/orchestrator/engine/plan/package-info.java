/**
 * The compiled form of a workflow definition: what decisions look at. Plain values; expressions hide behind
 * {@link com.orchestrator.engine.plan.Template} and {@link com.orchestrator.engine.plan.Condition}. May depend on
 * {@code api.model} alone.
 */
@NullMarked
package com.orchestrator.engine.plan;

import org.jspecify.annotations.NullMarked;
