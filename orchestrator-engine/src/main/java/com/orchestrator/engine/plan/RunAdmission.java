package com.orchestrator.engine.plan;

import org.jspecify.annotations.Nullable;

/**
 * What a run needs before its first task starts.
 *
 * @param concurrency absent when any number of runs may be under way
 */
public record RunAdmission(@Nullable RunConcurrency concurrency, Locks locks) {

    public static final RunAdmission NONE = new RunAdmission(null, Locks.NONE);
}
