/**
 * Turns the text of a workflow definition into a {@link com.orchestrator.engine.plan.WorkflowPlan}, or into the list of
 * everything that is wrong with it. May depend on {@code plan}, {@code expression} and {@code api}.
 */
@NullMarked
package com.orchestrator.engine.definition;

import org.jspecify.annotations.NullMarked;
