package com.orchestrator.engine;

import java.util.concurrent.CompletionException;

/** What failed futures say. */
public final class Failures {

    private Failures() {}

    /** What went wrong, without what a future that depended on another has put around it. */
    public static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
