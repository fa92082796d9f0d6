package com.orchestrator.server.webhook;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Reads of an answer what counts, its status; the body is let pass, and cut off when it is long. */
final class Answered extends AbstractBinResponseConsumer<Boolean> {

    private static final int BODY_BYTES_MAX = 64 * 1024;
    private static final int PIECE_BYTES = 8 * 1024;

    private final CompletableFuture<Head> head;
    private int bytes;

    /** @param retryAfter as it was written */
    record Head(int status, @Nullable String retryAfter) {}

    /** @param head done when the first line and the headers are there */
    Answered(CompletableFuture<Head> head) {
        this.head = head;
    }

    @Override
    protected void start(HttpResponse response, @Nullable ContentType contentType) {
        var retryAfter = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
        head.complete(new Head(response.getCode(), retryAfter == null ? null : retryAfter.getValue()));
    }

    @Override
    protected int capacityIncrement() {
        return PIECE_BYTES;
    }

    @Override
    protected void data(ByteBuffer piece, boolean isLast) throws IOException {
        bytes += piece.remaining();
        piece.position(piece.limit());
        if (bytes > BODY_BYTES_MAX) {
            throw new IOException("The answer is longer than " + BODY_BYTES_MAX + " bytes");
        }
    }

    @Override
    protected Boolean buildResult() {
        return true;
    }

    @Override
    public void releaseResources() {}
}
