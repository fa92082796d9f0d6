/** What follows when something has come to an end: an attempt, a probe, a child, a time. */
@NullMarked
package com.orchestrator.engine.decision.outcome;

import org.jspecify.annotations.NullMarked;
