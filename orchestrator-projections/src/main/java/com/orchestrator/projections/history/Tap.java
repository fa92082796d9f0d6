package com.orchestrator.projections.history;

import com.orchestrator.worker.EventStream;
import com.orchestrator.worker.OrchestratorProblemException;
import com.orchestrator.worker.StreamedEvent;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** One stream of the server, from a position on; what has come and was not taken yet waits here. */
final class Tap implements AutoCloseable {

    private static final int WAITING_MAX = 5_000;

    private final BlockingQueue<StreamedEvent> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Thread listener;
    private volatile @Nullable RuntimeException refusal;
    private @Nullable String position;

    /** @param after of the last event that was taken */
    Tap(EventStream stream, @Nullable String after) {
        this.position = after;
        EventStream behind = stream.after(after == null ? "0" : after);
        this.listener = new Thread(() -> listen(behind), "projection-history");
        listener.setDaemon(true);
        listener.start();
    }

    private void listen(EventStream stream) {
        try {
            stream.forEach(this::put);
        } catch (RuntimeException failure) {
            refusal = failure;
        }
    }

    private void put(StreamedEvent event) {
        try {
            waiting.put(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Closed", e);
        }
    }

    boolean isAt(@Nullable String after) {
        return Objects.equals(position, after);
    }

    /**
     * What has come, in its order.
     *
     * @throws SQLException when no more will come, with the reason of the server
     */
    List<StreamedEvent> take(int limit) throws SQLException {
        RuntimeException ended = refusal;
        List<StreamedEvent> taken = new ArrayList<>();
        if (waiting.drainTo(taken, limit) > 0) {
            position = taken.get(taken.size() - 1).position();
        } else if (ended != null) {
            String code = ended instanceof OrchestratorProblemException problem ? problem.code() + ": " : "";
            throw new SQLException("The feed of the server ends here: " + code + ended.getMessage(), ended);
        }
        return taken;
    }

    int waiting() {
        return waiting.size();
    }

    boolean isFull() {
        return waiting.remainingCapacity() == 0;
    }

    @Nullable
    Instant oldest() {
        StreamedEvent first = waiting.peek();
        return first == null ? null : first.event().at();
    }

    @Override
    public void close() {
        listener.interrupt();
    }
}
