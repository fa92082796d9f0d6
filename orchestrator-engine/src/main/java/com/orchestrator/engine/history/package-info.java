/**
 * What a run's history is made of: events by family, and the small values that they, runs and messages between runs name.
 * Nothing in here knows a run; an event tells the fold of its family, which only {@code run} has.
 */
@NullMarked
package com.orchestrator.engine.history;

import org.jspecify.annotations.NullMarked;
