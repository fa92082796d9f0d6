/** What a batch asks of each of its runs. */
@NullMarked
package com.orchestrator.engine.decision.batch;

import org.jspecify.annotations.NullMarked;
