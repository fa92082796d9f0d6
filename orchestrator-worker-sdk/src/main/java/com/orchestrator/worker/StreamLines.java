package com.orchestrator.worker;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an answer that has no end, as they come. Whoever waits for one can be interrupted, which readers of an
 * {@code InputStream} of the JDK's client cannot before JDK 20.
 */
final class StreamLines implements Flow.Subscriber<String>, AutoCloseable {

    private static final int AHEAD = 64;
    private static final Optional<String> END = Optional.empty();

    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean isClosed;

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (isClosed) {
            given.cancel();
        } else {
            given.request(AHEAD);
        }
    }

    @Override
    public void onNext(String line) {
        lines.add(Optional.of(line));
    }

    @Override
    public void onError(Throwable failure) {
        lines.add(END);
    }

    @Override
    public void onComplete() {
        lines.add(END);
    }

    /**
     * The next line; null when no more will come.
     *
     * @throws IOException when nothing has come for so long
     */
    @Nullable
    String next(Duration silenceMax) throws IOException {
        Optional<String> line = take(silenceMax);
        Flow.Subscription known = subscription;
        if (known != null) {
            known.request(1);
        }
        return line.orElse(null);
    }

    private Optional<String> take(Duration silenceMax) throws IOException {
        try {
            Optional<String> line = lines.poll(silenceMax.toNanos(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new IOException("Nothing has come for " + silenceMax);
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while listening");
        }
    }

    /** Gives the connection up. */
    @Override
    public void close() {
        isClosed = true;
        Flow.Subscription known = subscription;
        if (known != null) {
            known.cancel();
        }
    }
}
