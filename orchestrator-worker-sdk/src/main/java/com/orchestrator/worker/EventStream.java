package com.orchestrator.worker;

import com.orchestrator.api.model.HistoryEntry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happens to runs, while it happens. Whatever breaks on the way, each event comes once and none is left out, as long as the
 * server keeps the feed (seven days); those of a run come in their order.
 */
public final class EventStream {

    /** The server says something every 15 seconds; a connection on which nothing comes for so long is dead. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(45);

    private final HttpTransport http;
    private final String path;
    private final Map<String, String> parameters = new LinkedHashMap<>();

    EventStream(HttpTransport http, String path) {
        this.http = http;
        this.path = path;
    }

    /** Only events of runs of this namespace; of a stream of all runs. */
    public EventStream namespace(String namespace) {
        return with("namespace", namespace);
    }

    /** Only events of runs of this workflow; of a stream of all runs. */
    public EventStream workflow(String workflow) {
        return with("workflow", workflow);
    }

    /** Only events of these types, such as {@code WORKFLOW_COMPLETED}; of a stream of all runs. */
    public EventStream types(String... types) {
        return with("type", String.join(",", types));
    }

    /**
     * Only what comes behind this position. Without it a stream of all runs begins now, one of a run with its first event;
     * {@code "0"} is as far back as there is anything.
     */
    public EventStream after(String position) {
        return with("after", position);
    }

    private EventStream with(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    /**
     * Hands events to the listener, on this thread, until the thread is interrupted or the listener throws. Connections that break are
     * made again.
     *
     * @throws OrchestratorProblemException when the server refuses, {@code FEED_TRIMMED} when what comes next is forgotten
     */
    public void forEach(Consumer<StreamedEvent> listener) {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new SplittableRandom());
        while (!Thread.currentThread().isInterrupted()) {
            Optional<Duration> wish = Optional.empty();
            try {
                listen(listener, backoff);
            } catch (OrchestratorProblemException refusal) {
                if (!refusal.mayPass()) {
                    throw refusal;
                }
                wish = refusal.retryAfter();
            } catch (InterruptedIOException interrupted) {
                Thread.currentThread().interrupt();
            } catch (IOException broken) {
                wish = Optional.empty();
            }
            pause(backoff.next(wish));
        }
    }

    private static void pause(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(Consumer<StreamedEvent> listener, Backoff backoff) throws IOException {
        try (StreamLines lines = new StreamLines()) {
            CompletableFuture<HttpAnswer> answer = http.stream(path + query(), lines);
            Frame frame = new Frame();
            for (String line = lines.next(SILENCE_MAX); line != null; line = lines.next(SILENCE_MAX)) {
                if (frame.isEndedBy(line)) {
                    backoff.reset();
                    tell(frame, listener);
                    frame = new Frame();
                }
            }
            throwRefusal(answer);
        }
    }

    /** A connection that breaks is made again, an answer that says no is not asked for again. */
    private static void throwRefusal(CompletableFuture<HttpAnswer> ended) {
        try {
            ended.getNow(null);
        } catch (CompletionException failure) {
            if (FailureMapping.unwrap(failure) instanceof OrchestratorProblemException refusal) {
                throw refusal;
            }
        }
    }

    private String query() {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(one -> one.getKey() + "=" + OrchestratorClient.segment(one.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    /** The position moves when the listener is done with the event, or when there was none to be told. */
    private void tell(Frame frame, Consumer<StreamedEvent> listener) {
        String data = frame.data;
        if (data != null) {
            if ("error".equals(frame.event)) {
                throw http.problem(data.getBytes(StandardCharsets.UTF_8));
            }
            Told told = http.json().read(data.getBytes(StandardCharsets.UTF_8), Told.class);
            listener.accept(new StreamedEvent(
                    String.valueOf(frame.id),
                    told.subject(),
                    told.namespace(),
                    told.workflow(),
                    told.runid(),
                    told.data()));
        }
        if (frame.id != null) {
            after(frame.id);
        }
    }

    /** What stands between two empty lines. */
    private static final class Frame {
        private @Nullable String id;
        private @Nullable String event;
        private @Nullable String data;

        boolean isEndedBy(String line) {
            if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("event: ")) {
                event = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                data = line.substring("data: ".length());
            }
            return line.isEmpty();
        }
    }

    private record Told(UUID subject, String namespace, String workflow, String runid, HistoryEntry data) {}
}
