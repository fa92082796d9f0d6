/** Everything that can be asked of a run as a whole or by its operators, one file per command. See {@code decision}. */
@NullMarked
package com.orchestrator.engine.decision.workflow;

import org.jspecify.annotations.NullMarked;
