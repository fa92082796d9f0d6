package com.orchestrator.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.server.ServerNode;
import com.orchestrator.system.http.SlowCallers;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.StreamedEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Listeners of the real servers: what they hear is what the histories say, whoever commits late and however often they are cut off. A build has
 * a sample; {@code -Dstreams.cuts=100 -Dstreams.listeners=1000} is the long form.
 */
class StreamIT {

    private static final Path WORK = Built.folder("streams");
    private static final int CUTS = Integer.getInteger("streams.cuts", 12);
    private static final int LISTENERS = Integer.getInteger("streams.listeners", 100);

    /** So that there is more to hear than is heard between cuts. */
    private static final int RUNS = Math.max(20, CUTS * 4 / 5);

    private static final double MORE_THREADS_MAX = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: chain
            tasks:
              - { id: a, task: work }
              - { id: b, task: work }
              - { id: c, task: work }
            """;

    private static EmbeddedPostgres database;
    private static ServerNode first;
    private static ServerNode second;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeAll
    static void start() {
        database = Built.database(WORK);
        first = ServerNode.start(Built.server(), database, WORK.resolve("logs"));
        second = ServerNode.start(Built.server(), database, WORK.resolve("logs"));
        OrchestratorClient.connect(first.url()).register(WORKFLOW, "application/yaml");
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable part : new AutoCloseable[] {second, first, database}) {
            close(part);
        }
    }

    private static void close(AutoCloseable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- readers

    private static final class CutOff extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Hears everything from the beginning on, until it is interrupted. */
    private Future<?> listen(URI server, Consumer<StreamedEvent> heard) {
        return threads.submit(
                () -> OrchestratorClient.connect(server).stream().after("0").forEach(heard));
    }

    /** Is cut off after a few events each time, and goes on at one server or the other. */
    private Future<?> listenInPieces(List<StreamedEvent> heard) {
        Random random = new Random(7);
        return threads.submit(() -> {
            for (int cuts = 0; cuts < CUTS; cuts++) {
                URI server = random.nextBoolean() ? first.url() : second.url();
                int enough = heard.size() + 1 + random.nextInt(12);
                cutOff(server, heard, enough);
            }
            OrchestratorClient.connect(second.url()).stream()
                    .after(position(heard))
                    .forEach(heard::add);
        });
    }

    private static String position(List<StreamedEvent> heard) {
        return heard.isEmpty() ? "0" : heard.get(heard.size() - 1).position();
    }

    private static void cutOff(URI server, List<StreamedEvent> heard, int enough) {
        try {
            OrchestratorClient.connect(server).stream().after(position(heard)).forEach(event -> {
                heard.add(event);
                if (heard.size() == enough) {
                    throw new CutOff();
                }
            });
        } catch (CutOff planned) {
            // comes again
        }
    }

    @Test
    void whoIsCutOffAgainAndAgain_hearsWhatWhoStaysHears_andWhatTheHistoriesSay() throws Exception {
        List<StreamedEvent> stayed = new CopyOnWriteArrayList<>();
        List<StreamedEvent> cut = new CopyOnWriteArrayList<>();
        LateCommits late = new LateCommits(database);
        Future<?> one = listen(first.url(), stayed::add);
        Future<?> other = listenInPieces(cut);
        Map<UUID, Integer> lengths = runAll();

        int events = lengths.values().stream().mapToInt(Integer::intValue).sum();
        Awaitility.await("everything is heard")
                .atMost(PATIENCE)
                .until(() -> stayed.size() >= events && cut.size() >= events);
        late.close();
        one.cancel(true);
        other.cancel(true);

        assertThat(cut).extracting(StreamedEvent::position).containsExactlyElementsOf(positions(stayed));
        Map<UUID, Integer> heard = new HashMap<>();
        stayed.forEach(event -> assertThat((long) heard.merge(event.instanceId(), 1, Integer::sum))
                .as("place of the event in the history of %s", event.instanceId())
                .isEqualTo(event.event().sequenceNumber()));
        assertThat(heard).isEqualTo(lengths);
    }

    private static List<String> positions(List<StreamedEvent> heard) {
        return heard.stream().map(StreamedEvent::position).toList();
    }

    /** @return the length of each history, when all have ended */
    @SuppressWarnings("try") // The worker is there to work.
    private Map<UUID, Integer> runAll() {
        OrchestratorClient client = OrchestratorClient.connect(second.url());
        try (OrchestratorWorker worker = OrchestratorWorker.connect(first.url())
                .handle("work", Map.class, Map.class, (input, task) -> Map.of("n", 1))
                .start()) {
            List<UUID> runs = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                runs.add(client.start("test", "chain", "run-" + i, Map.of("n", i))
                        .instanceId());
            }
            Map<UUID, Integer> lengths = new HashMap<>();
            for (UUID run : runs) {
                assertThat(client.result(run, Duration.ofSeconds(30)).state().isTerminal())
                        .isTrue();
                List<HistoryEntry> history = client.events(run, 0);
                lengths.put(run, history.size());
            }
            return lengths;
        }
    }

    @Test
    @SuppressWarnings("try") // Those who listen and do not read are there to be there.
    void manyListeners_takeNoThreadEach_andAreAllTold() throws Exception {
        OrchestratorClient client = OrchestratorClient.connect(first.url());
        double before = threadsOf(first);
        try (SlowCallers listeners =
                new SlowCallers(first.url(), LISTENERS, "GET /api/v1/stream HTTP/1.1\r\nHost: x\r\n\r\n", "")) {
            Awaitility.await("all listen")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(openStreams(first)).isEqualTo(LISTENERS));

            assertThat(threadsOf(first) - before).as("more threads").isLessThan(MORE_THREADS_MAX);
            client.start("test", "chain", "heard-by-all", Map.of());
            List<StreamedEvent> heard = new CopyOnWriteArrayList<>();
            Future<?> one = listen(first.url(), heard::add);
            Awaitility.await("somebody else is told as ever").atMost(PATIENCE).until(() -> !heard.isEmpty());
            one.cancel(true);
        }
        // By what cannot be written to them; without events that would take as long as a few pings.
        AtomicInteger more = new AtomicInteger();
        Awaitility.await("those who went away are noticed")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    client.start("test", "chain", "heard-by-nobody-" + more.incrementAndGet(), Map.of());
                    assertThat(openStreams(first)).isZero();
                });
    }

    private static double threadsOf(ServerNode server) throws IOException, InterruptedException {
        return metric(server, "jvm_threads_live_threads");
    }

    private static double openStreams(ServerNode server) throws IOException, InterruptedException {
        return metric(server, "orchestrator_streams_open");
    }

    private static double metric(ServerNode server, String name) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
