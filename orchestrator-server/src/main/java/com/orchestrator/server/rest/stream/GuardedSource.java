package com.orchestrator.server.rest.stream;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Tells nothing more to a caller whose credentials are good no more: a stream outlives the moment at which it was asked for. */
record GuardedSource(Source source, BooleanSupplier isStillKnown) implements Source {

    @Override
    public String position() {
        return source.position();
    }

    @Override
    public CompletableFuture<Piece> next() {
        return source.next().thenApply(this::guarded);
    }

    private Piece guarded(Piece piece) {
        if (!isStillKnown.getAsBoolean()) {
            throw new OrchestratorException(ErrorCode.UNAUTHENTICATED, "The token is good no more");
        }
        return piece;
    }
}
