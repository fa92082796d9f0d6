/** Everything that can be asked of one execution, one file per command. See {@code decision}. */
@NullMarked
package com.orchestrator.engine.decision.task;

import org.jspecify.annotations.NullMarked;
