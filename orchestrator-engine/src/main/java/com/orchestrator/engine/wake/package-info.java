/**
 * Whether something durable will move a run: the one rule of the audit, of its repair and of what people are told. Looks at
 * values only; may depend on {@code run}.
 */
@NullMarked
package com.orchestrator.engine.wake;

import org.jspecify.annotations.NullMarked;
