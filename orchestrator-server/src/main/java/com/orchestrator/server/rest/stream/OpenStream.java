package com.orchestrator.server.rest.stream;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.server.rest.Backlog;
import com.orchestrator.server.rest.ProblemMapper;
import com.orchestrator.server.rest.json.Json;
import com.orchestrator.server.rest.stream.Source.Piece;
import com.orchestrator.server.rest.stream.Source.Sent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glassfish.jersey.server.ChunkedOutput;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One caller who listens. Between two events it holds no thread. No more than one piece is ahead of what he has read: one who does
 * not read for long is dropped, and can come again with the last position he has heard of.
 */
final class OpenStream {

    private static final Logger LOG = LoggerFactory.getLogger(OpenStream.class);

    /** After this the caller has to come again, so that connections spread over the servers there are. */
    private static final Duration AGE_MAX = Duration.ofMinutes(15);

    private static final Duration UNREAD_MAX = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final ChunkedOutput<byte[]> output;
    private final Backlog backlog;
    private final Source source;
    private final Json json;
    private final Executor executor;
    private final Runnable ended;
    private final AtomicBoolean isEnded = new AtomicBoolean();
    private final long openedAt = System.nanoTime();
    private @Nullable Long unreadSince;

    /**
     * @param executor reads and writes
     * @param ended is told once
     */
    OpenStream(
            ChunkedOutput<byte[]> output,
            Backlog backlog,
            Source source,
            Json json,
            Executor executor,
            Runnable ended) {
        this.output = output;
        this.backlog = backlog;
        this.source = source;
        this.json = json;
        this.executor = executor;
        this.ended = ended;
    }

    void begin() {
        say(("retry: 2000\nid: " + source.position() + "\n\n").getBytes(StandardCharsets.UTF_8));
        executor.execute(this::goOn);
    }

    private void goOn() {
        if (isEnded.get()) {
            return;
        }
        if (backlog.isGone() || System.nanoTime() - openedAt > AGE_MAX.toNanos()) {
            end();
        } else if (backlog.isTaken()) {
            unreadSince = null;
            source.next().whenCompleteAsync(this::tell, executor);
        } else {
            waitForReader();
        }
    }

    private void waitForReader() {
        long now = System.nanoTime();
        if (unreadSince == null) {
            unreadSince = now;
        }
        if (now - unreadSince > UNREAD_MAX.toNanos()) {
            drop();
        } else {
            CompletableFuture.delayedExecutor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS, executor)
                    .execute(this::goOn);
        }
    }

    private void tell(@Nullable Piece piece, @Nullable Throwable failure) {
        if (piece == null) {
            sayWhy(failure);
            end();
        } else {
            say(text(piece));
            goOn();
        }
    }

    /** The status went out long ago. Of what has nothing to do with the caller he need not know: he comes again. */
    private void sayWhy(@Nullable Throwable failure) {
        Optional<OrchestratorException> refusal = failure == null ? Optional.empty() : ProblemMapper.refusal(failure);
        if (refusal.isPresent()) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            append("event: error\ndata: ", json.write(ProblemMapper.problem(refusal.get())), text);
            say(text.toByteArray());
        } else {
            LOG.warn("A stream ends, its caller will come again: {}", String.valueOf(failure));
        }
    }

    private byte[] text(Piece piece) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        piece.events().forEach(sent -> append(sent, text));
        if (piece.events().isEmpty()) {
            text.writeBytes((": ping\nid: " + piece.position() + "\n\n").getBytes(StandardCharsets.UTF_8));
        }
        return text.toByteArray();
    }

    private void append(Sent sent, ByteArrayOutputStream text) {
        append("id: " + sent.position() + "\nevent: " + sent.type() + "\ndata: ", json.write(sent.event()), text);
    }

    /** Payloads stand in it as they came, and a line break would end the data. */
    private static void append(String head, byte[] data, ByteArrayOutputStream text) {
        text.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        for (byte one : data) {
            text.write(one == '\n' || one == '\r' ? ' ' : one);
        }
        text.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
    }

    private void say(byte[] bytes) {
        try {
            output.write(bytes);
        } catch (IOException gone) {
            LOG.debug("A listener went away", gone);
            end();
        }
    }

    private void drop() {
        LOG.debug("A listener has not read for {}, or has gone, and is dropped", UNREAD_MAX);
        backlog.giveUp();
        end();
    }

    /** What was said goes out; the caller comes again from there. */
    void end() {
        if (isEnded.compareAndSet(false, true)) {
            try {
                output.close();
            } catch (IOException gone) {
                LOG.debug("A listener went away", gone);
            }
            ended.run();
        }
    }
}
