package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.request.KeyedSignal;
import com.orchestrator.api.request.SignalRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.service.StartedWorkflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Those who write to runs without knowing them: to all of a key, and to one that is perhaps not there yet; and what must have become of it. Drawn
 * apart, so that the rest of a case stays what it was.
 */
final class Correspondence {

    private static final long SALT = 55;
    private static final int KEYS = 2;

    private final Random random;
    private final Servers servers;
    private final Family family;
    private final int roots;
    private final Map<String, KeyedSignal> sent = new HashMap<>();
    private final Map<String, Set<UUID>> taken = new HashMap<>();
    private final List<String> firstWords = new ArrayList<>();
    private int letters;
    private int arrived;

    Correspondence(long seed, Servers servers, Family family, int roots) {
        this.random = Oddities.source(seed, SALT);
        this.servers = servers;
        this.family = family;
        this.roots = roots;
    }

    /** How many letters by key somebody has taken. */
    int arrived() {
        return arrived;
    }

    /** @param started told of runs that such a letter has started, or met */
    void write(Consumer<StartedWorkflow> started) {
        List<String> names = family.signals();
        if (names.isEmpty() || random.nextInt(4) > 0) {
            return;
        }
        if (random.nextInt(4) > 0) {
            byKey(names.get(random.nextInt(names.size())));
        } else {
            withStart(started);
        }
    }

    private void byKey(String name) {
        boolean isNew = sent.isEmpty() || random.nextInt(4) > 0;
        String signalId = "letter-" + (isNew ? ++letters : 1 + random.nextInt(letters));
        KeyedSignal signal = sent.computeIfAbsent(
                signalId,
                id -> new KeyedSignal(Family.NAMESPACE, name, "key" + random.nextInt(KEYS), id, Payload.EMPTY_OBJECT));
        servers.story.tell(() -> servers.now() + "somebody sends " + signal);
        servers.call(engine -> engine.workflows().signalByKey(signal, "bob"), new Servers.Caller<>() {
            @Override
            public void answered(List<UUID> runs) {
                assertThat(runs).as("who takes %s", signal).isNotEmpty();
                taken.computeIfAbsent(signalId, id -> new HashSet<>()).addAll(runs);
                arrived++;
            }

            @Override
            public void refused(OrchestratorException refusal) {}

            @Override
            public void leftAlone() {}
        });
    }

    private void withStart(Consumer<StartedWorkflow> started) {
        List<String> known = family.of(Family.ROOT).signals().stream().sorted().toList();
        if (known.isEmpty()) {
            return;
        }
        String runId = "run-" + random.nextInt(roots);
        StartWorkflowRequest start = new StartWorkflowRequest(
                Family.NAMESPACE,
                Family.ROOT,
                runId,
                Payload.ofJson("{\"run\":\"" + runId + "\"}"),
                Map.of(),
                null,
                1,
                null,
                null);
        SignalRequest signal =
                new SignalRequest(known.get(random.nextInt(known.size())), "first-" + ++letters, Payload.EMPTY_OBJECT);
        servers.story.tell(
                () -> servers.now() + "somebody sends " + signal + " to " + runId + ", which may have to begin");
        servers.call(engine -> engine.workflows().startWithSignal(start, signal, "bob"), new Servers.Caller<>() {
            @Override
            public void answered(StartedWorkflow run) {
                started.accept(run);
                firstWords.add(run.instanceId() + " " + signal.signalId());
            }

            @Override
            public void refused(OrchestratorException refusal) {
                assertThat(refusal.code()).as("a start with a signal").isNotEqualTo(ErrorCode.RUN_ID_CONFLICT);
            }

            @Override
            public void leftAlone() {}
        });
    }

    /** Who was said to have a letter has it, once; who has one has its key. */
    void judge(Map<WorkflowInstance, List<HistoryEntry>> histories) {
        Set<String> received = new HashSet<>();
        histories.forEach((run, history) -> {
            for (HistoryEntry entry : history) {
                String signalId = entry.data().path("signalId").asText();
                if (entry.type().equals("SIGNAL_RECEIVED")) {
                    assertThat(received.add(run.instanceId() + " " + signalId + " "
                                    + entry.data().path("name")))
                            .as("%s once", entry)
                            .isTrue();
                    judgeKey(run, entry, sent.get(signalId));
                }
            }
        });
        Set<String> ids = new HashSet<>();
        received.forEach(each -> ids.add(each.substring(0, each.lastIndexOf(' '))));
        taken.forEach((signalId, runs) ->
                runs.forEach(run -> assertThat(ids).as("what was taken").contains(run + " " + signalId)));
        assertThat(ids).containsAll(firstWords);
    }

    private void judgeKey(WorkflowInstance run, HistoryEntry entry, KeyedSignal signal) {
        if (signal != null) {
            assertThat(family.of(run.workflow()).keyOf(signal.name()))
                    .as("key of %s in %s", entry, run.workflow())
                    .isEqualTo(signal.key());
        }
    }
}
