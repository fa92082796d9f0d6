/**
 * Limits as people set them: what a queue, a workload, a fairness key or a task type is held to. Values that cannot be built when
 * they say something that could never be met.
 */
@NullMarked
package com.orchestrator.api.limit;

import org.jspecify.annotations.NullMarked;
