package com.orchestrator.server.rest.stream;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.rest.Veil;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Tells a caller what is for him, and nothing more when his credentials are good no more: a stream outlives the moment at which it was
 * asked for.
 *
 * @param executor may read the database, which who brings the events may not
 */
record GuardedSource(Source source, BooleanSupplier isStillKnown, Veil veil, Caller caller, Executor executor)
        implements Source {

    private static final String PATH = "api/v1/stream";

    @Override
    public String position() {
        return source.position();
    }

    @Override
    public CompletableFuture<Piece> next() {
        CompletableFuture<Piece> next = source.next();
        return caller.readsSensitive() ? next.thenApply(this::guarded) : next.thenApplyAsync(this::guarded, executor);
    }

    private Piece guarded(Piece piece) {
        if (!isStillKnown.getAsBoolean()) {
            throw new OrchestratorException(ErrorCode.UNAUTHENTICATED, "The token is good no more");
        }
        return caller.readsSensitive()
                ? piece
                : new Piece(piece.events().stream().map(this::veiled).toList(), piece.position());
    }

    private Sent veiled(Sent sent) {
        return new Sent(sent.position(), sent.type(), veil.over(sent.event(), caller, PATH));
    }
}
