package com.orchestrator.router;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the engine, which answers when what was asked is durable. */
public final class Answers {

    private static final long PATIENCE_SECONDS = 60;

    private Answers() {}

    public static <T> T of(CompletableFuture<T> future) {
        try {
            return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            if (e.getCause() instanceof TimeoutException) {
                throw new OrchestratorException(ErrorCode.UNAVAILABLE, "The engine does not answer");
            }
            throw e;
        }
    }
}
