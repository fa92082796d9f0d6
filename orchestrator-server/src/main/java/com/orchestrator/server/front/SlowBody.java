package com.orchestrator.server.front;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A body that is not there yet when its request begins; no thread waits for it. What is over the limit is read and thrown away: many
 * clients read no answer before they have sent all.
 */
final class SlowBody implements ReadListener {

    private static final long THROWN_AWAY_MAX = 64L << 20;
    private static final int PIECE = 16 << 10;

    private final ServletInputStream in;
    private final long announced;
    private final int keptMax;
    private final HeldBytes held;
    private final Consumer<byte[]> arrived;
    private final Consumer<Throwable> brokenOff;
    private final AtomicBoolean isDecided = new AtomicBoolean();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final long began = System.nanoTime();
    private volatile long received;

    /**
     * Exactly one of the two follows, once.
     *
     * @param announced length, or -1
     * @param keptMax bytes that are kept of it
     * @param arrived is given what has been kept: {@code keptMax} bytes when there was as much or more
     */
    SlowBody(
            ServletInputStream in,
            long announced,
            int keptMax,
            HeldBytes held,
            Consumer<byte[]> arrived,
            Consumer<Throwable> brokenOff) {
        this.in = in;
        this.announced = announced;
        this.keptMax = keptMax;
        this.held = held;
        this.arrived = arrived;
        this.brokenOff = brokenOff;
    }

    long received() {
        return received;
    }

    long waitedNanos() {
        return System.nanoTime() - began;
    }

    /** When all has come that was announced, nobody asks for more: the container is about to say so itself. */
    @Override
    public void onDataAvailable() throws IOException {
        byte[] piece = new byte[PIECE];
        while (!isDecided.get() && received != announced && !isWhole() && in.isReady()) {
            int read = in.read(piece, 0, piece.length);
            if (read > 0) {
                keep(piece, read);
            }
        }
        if (!isDecided.get() && isWhole()) {
            onAllDataRead();
        }
    }

    private boolean isWhole() throws IOException {
        return received > keptMax + THROWN_AWAY_MAX || (in.isFinished() && in.available() == 0);
    }

    private void keep(byte[] piece, int read) {
        received += read;
        if (!keepSome(piece, read)) {
            onError(new NoRoomException());
        }
    }

    private synchronized boolean keepSome(byte[] piece, int read) {
        int wanted = Math.min(read, keptMax - kept.size());
        if (isDecided.get() || !held.take(wanted)) {
            return isDecided.get();
        }
        kept.write(piece, 0, wanted);
        return true;
    }

    @Override
    public void onAllDataRead() {
        if (decide()) {
            arrived.accept(kept.toByteArray());
        }
    }

    @Override
    public void onError(Throwable cause) {
        if (decide()) {
            brokenOff.accept(cause);
        }
    }

    private synchronized boolean decide() {
        boolean isFirst = isDecided.compareAndSet(false, true);
        if (isFirst) {
            held.give(kept.size());
        }
        return isFirst;
    }

    boolean isDecided() {
        return isDecided.get();
    }

    /** All bodies on their way take too much together. */
    static final class NoRoomException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
