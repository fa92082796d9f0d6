package com.orchestrator.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One kind of request, at most one of it at a time, with the pauses it owes after failures. Owned by the loop.
 */
final class RequestLine {

    private static final Logger LOG = Logs.of(RequestLine.class);

    private final String name;
    private final Backoff backoff;
    private final LongSupplier ticker;
    private final ServerContact contact;
    private boolean busy;
    private long closedUntil;

    RequestLine(String name, Backoff backoff, LongSupplier ticker, ServerContact contact) {
        this.name = name;
        this.backoff = backoff;
        this.ticker = ticker;
        this.contact = contact;
        this.closedUntil = ticker.getAsLong();
    }

    boolean isBusy() {
        return busy;
    }

    boolean isOpen() {
        return !busy && closedUntil <= ticker.getAsLong();
    }

    void sent() {
        busy = true;
    }

    void ended() {
        busy = false;
    }

    void succeeded() {
        backoff.reset();
        contact.answered();
    }

    /** Returns how long the line stays closed. */
    Duration failed(Throwable thrown) {
        Duration pause = backoff.next(retryAfter(thrown));
        closedUntil = ticker.getAsLong() + pause.toNanos();
        LOG.log(Level.DEBUG, () -> name + " failed, next try in " + pause.toMillis() + " ms: " + thrown);
        contact.failed(thrown);
        return pause;
    }

    /** The server answers without having waited, for example because it is about to stop: it is asked less often. */
    Duration slowedDown() {
        contact.answered();
        Duration pause = backoff.next(Optional.empty());
        closedUntil = ticker.getAsLong() + pause.toNanos();
        return pause;
    }

    private static Optional<Duration> retryAfter(Throwable thrown) {
        return thrown instanceof OrchestratorProblemException problem ? problem.retryAfter() : Optional.empty();
    }
}
