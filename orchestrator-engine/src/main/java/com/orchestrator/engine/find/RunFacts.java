package com.orchestrator.engine.find;

import org.jspecify.annotations.Nullable;

/** One run, as a filter sees it. */
@FunctionalInterface
public interface RunFacts {

    /** Null when the run has no such thing. */
    @Nullable
    FieldValue valueOf(RunField field);
}
