/** Messages from outside and the tasks that wait for them. */
@NullMarked
package com.orchestrator.engine.decision.signal;

import org.jspecify.annotations.NullMarked;
