/** Attempts: how they come to be, are leased, stopped and tried again; what is recorded and asked about them. */
@NullMarked
package com.orchestrator.engine.decision.attempt;

import org.jspecify.annotations.NullMarked;
