/** The way forward: which task starts next, when a block is done, how far a failure reaches. */
@NullMarked
package com.orchestrator.engine.decision.forward;

import org.jspecify.annotations.NullMarked;
