package com.orchestrator.etl.jobs;

import java.util.concurrent.CompletableFuture;

/** What a worker has been asked, since a server runs no connector. */
@FunctionalInterface
public interface Question<T> {

    /**
     * What it says. Looks into the database first, so it is not for the thread that made the question durable.
     *
     * @return fails with {@code ILLEGAL_STATE} when no worker has answered in time
     */
    CompletableFuture<T> answer();
}
