package com.orchestrator.server.front;

import com.orchestrator.server.rest.Backlog;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an answer at once, whether or not the caller reads. What the connection takes goes there directly; the rest is kept, and sent
 * when the caller has read, without a thread that waits for it.
 */
final class PatientOutput extends ServletOutputStream implements WriteListener, Backlog {

    private static final Logger LOG = LoggerFactory.getLogger(PatientOutput.class);

    /** An answer that is larger may have to wait for its caller. */
    private static final int LARGE = 64 << 10;

    private final ServletOutputStream connection;
    private final Wire wire;
    private final Runnable over;
    private final Deque<byte[]> kept = new ArrayDeque<>();
    private final AtomicBoolean isCompleted = new AtomicBoolean();
    private @Nullable AsyncContext waiting;
    private Runnable afterwards = () -> {};
    private Runnable whenGone = () -> {};
    private boolean isGone;

    /** @param over is run when a request that went on without a thread is over */
    PatientOutput(ServletOutputStream connection, Wire wire, Runnable over) {
        this.connection = connection;
        this.wire = wire;
        this.over = over;
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        if (length > LARGE) {
            wire.makeRoom(length);
        }
        if (isGone) {
            return;
        }
        if (kept.isEmpty() && takesMore()) {
            tell(() -> connection.write(bytes, from, length));
        } else {
            kept.add(Arrays.copyOfRange(bytes, from, from + length));
        }
    }

    @Override
    public synchronized void flush() {
        if (!isGone && isThrough()) {
            tell(connection::flush);
        }
    }

    private interface Told {
        void now() throws IOException;
    }

    /** A caller that went away before it was answered is nobody's fault. */
    private void tell(Told told) {
        try {
            told.now();
        } catch (IOException e) {
            isGone = true;
            whenGone.run();
            LOG.debug("A caller went away before it was answered", e);
        }
    }

    /** The container closes it when the request is over. */
    @Override
    public void close() {
        // the connection may have to wait
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        throw new IllegalStateException("Everything is taken at once; there is nothing to be told");
    }

    /** Whether the connection has taken everything and would take an end. */
    synchronized boolean isThrough() {
        return isGone || (kept.isEmpty() && takesMore());
    }

    /** Payara tells without being asked to call back; a container that does not is taken at its word that writing goes well. */
    private boolean takesMore() {
        try {
            return connection.isReady();
        } catch (IllegalStateException withoutListener) {
            return true;
        }
    }

    /** Ends the request when the connection has taken everything. */
    synchronized void completeWhenThrough(AsyncContext context) {
        if (isThrough()) {
            complete(context);
        } else if (waiting == null) {
            waiting = context;
            connection.setWriteListener(this);
        }
    }

    @Override
    public synchronized void onWritePossible() throws IOException {
        sendKept();
        if (isThrough()) {
            complete(waiting);
        }
    }

    @Override
    public synchronized void onError(Throwable goneAway) {
        kept.clear();
        complete(waiting);
    }

    private void sendKept() throws IOException {
        while (!kept.isEmpty() && takesMore()) {
            connection.write(kept.remove());
        }
    }

    // ---- an answer that has no end

    /** Nobody calls back before the end, so whoever asks sends what can be sent. */
    @Override
    public synchronized boolean isTaken() {
        if (!kept.isEmpty()) {
            tell(this::sendKept);
            flush();
        }
        return isThrough();
    }

    @Override
    public synchronized boolean isGone() {
        return isGone;
    }

    @Override
    public synchronized void giveUp() {
        kept.clear();
        isGone = true;
    }

    private void complete(@Nullable AsyncContext context) {
        if (context != null && isCompleted.compareAndSet(false, true)) {
            context.complete();
            over.run();
            afterwards.run();
        }
    }

    void whenGone(Runnable then) {
        whenGone = then;
    }

    /** What is to be done when the request is over. */
    void afterwards(Runnable last) {
        afterwards = last;
    }
}
