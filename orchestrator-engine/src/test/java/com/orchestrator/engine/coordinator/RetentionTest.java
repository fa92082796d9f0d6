package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.retention.RetentionRule;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.metrics.BatchCounters;
import com.orchestrator.engine.metrics.EngineCounters;
import com.orchestrator.engine.metrics.EngineFigures;
import com.orchestrator.engine.metrics.ScheduleCounters;
import com.orchestrator.engine.metrics.Sightings;
import com.orchestrator.engine.metrics.WebhookCounters;
import com.orchestrator.engine.retention.Retention;
import com.orchestrator.engine.retention.RunArchive;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.Figure;
import com.orchestrator.engine.store.RunTree;
import com.orchestrator.engine.store.Surroundings.Connections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Runs go by the rule of their namespace, when their time has come. */
class RetentionTest extends ChildStory {

    private static final String SINGLE = HEAD + """
        name: single
        tasks:
          - {id: one, task: one}
        """;
    private static final RetentionRule MONTH =
            new RetentionRule(Duration.ofDays(30), Duration.ofDays(90), null, null, null, false);

    private final List<UUID> kept = new ArrayList<>();
    private boolean isFull;
    private UUID damaged = new UUID(0, 0);
    private final RunArchive archive = new RunArchive() {
        @Override
        public boolean isThere() {
            return true;
        }

        @Override
        public void keep(String namespace, List<RunTree> trees) {
            if (isFull) {
                throw new UncheckedIOException(new IOException("No space left"));
            }
            if (RunTree.ids(trees).contains(damaged)) {
                throw new InvariantViolation("Planted by the test");
            }
            kept.addAll(RunTree.ids(trees));
        }
    };
    private final Retention retention = engine.retention(archive);

    private UUID single(String runId, Map<String, String> labels) {
        register(SINGLE);
        return now(engine.workflows()
                        .startWorkflow(new StartWorkflowRequest(
                                "shop", "single", runId, Payload.EMPTY_OBJECT, labels, null, null, null, null)))
                .instanceId();
    }

    private void set(String namespace, RetentionRule rule) {
        retention.setRule(namespace, rule, new Author("ann", "law", null));
    }

    private static void sweep(Retention retention) {
        for (int pieces = 0; pieces < 50 && retention.sweep().runOnce(3) > 0; pieces++) {
            assertThat(pieces).isLessThan(49);
        }
    }

    private boolean isThere(UUID run) {
        return store.reads().findInstance(run).isPresent();
    }

    private double figure(String name, String label) {
        return new EngineFigures(
                        new EngineCounters(),
                        new Sightings(),
                        new ScheduleCounters(),
                        retention.counters(),
                        new BatchCounters(),
                        new WebhookCounters(List::of),
                        () -> Connections.NONE)
                .read().stream()
                        .filter(figure -> figure.name().equals(name))
                        .flatMap(figure -> figure.samples().stream())
                        .filter(sample ->
                                sample.labels().isEmpty() || sample.labels().containsValue(label))
                        .mapToDouble(Figure.Sample::value)
                        .sum();
    }

    @Test
    void runsGo_whenTheirTimeHasCome_eachByHowItEnded() {
        set("shop", MONTH);
        UUID done = single("done", Map.of());
        complete("one");
        UUID failed = single("failed", Map.of());
        fail("one");
        UUID open = single("open", Map.of());
        sweep(retention);
        assertThat(List.of(done, failed, open)).allMatch(this::isThere);

        clock.advance(Duration.ofDays(31));
        sweep(retention);
        assertThat(isThere(done)).isFalse();
        assertThat(List.of(failed, open)).allMatch(this::isThere);
        assertThat(figure("orchestrator_runs_deleted_total", "rule")).isEqualTo(1);

        clock.advance(Duration.ofDays(60));
        sweep(retention);
        assertThat(isThere(failed)).isFalse();
        assertThat(isThere(open)).isTrue();
        assertThat(kept).isEmpty();
    }

    @Test
    void childrenGoWithTheirParents_andWaitForThem() {
        set("shop", MONTH);
        register(CHILD, parent(", wait: false", AFTER));
        UUID parent = start();
        complete("before", "after");
        UUID child = child(parent);
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPLETED);

        clock.advance(Duration.ofDays(31));
        sweep(retention);
        assertThat(List.of(parent, child)).allMatch(this::isThere);
        assertThat(figure("orchestrator_runs_held", "child")).isEqualTo(1);
        assertThat(figure("orchestrator_runs_overdue_seconds", "")).isPositive();

        engine.sweep();
        complete("one", "two");
        sweep(retention);
        assertThat(List.of(parent, child)).noneMatch(this::isThere);
        assertThat(figure("orchestrator_runs_deleted_total", "rule")).isEqualTo(2);
        sweep(retention);
        assertThat(figure("orchestrator_runs_overdue_seconds", "")).isZero();
    }

    @Test
    void legalHold_keepsARun_howeverOld() {
        set("shop", MONTH);
        UUID held = single("held", Map.of("legal-hold", "case 7"));
        complete("one");
        clock.advance(Duration.ofDays(400));
        sweep(retention);

        assertThat(isThere(held)).isTrue();
        assertThat(figure("orchestrator_runs_held", "hold")).isEqualTo(1);
    }

    @Test
    void whatIsToBeArchived_isArchivedFirst_andStaysWhenItCannotBe() {
        set("shop", new RetentionRule(Duration.ofDays(1), null, null, null, null, true));
        UUID run = single("r", Map.of());
        complete("one");
        clock.advance(Duration.ofDays(2));
        isFull = true;
        assertThatThrownBy(() -> sweep(retention)).hasMessageContaining("No space left");
        assertThat(isThere(run)).isTrue();
        sweep(engine.retention(RunArchive.NONE));
        assertThat(isThere(run)).isTrue();

        isFull = false;
        sweep(retention);
        assertThat(kept).containsExactly(run);
        assertThat(isThere(run)).isFalse();
        assertThat(figure("orchestrator_runs_archived_total", "")).isEqualTo(1);
    }

    @Test
    void runThatCannotBeRead_stays_andTheOthersGo() {
        set("shop", new RetentionRule(Duration.ofDays(1), null, null, null, null, true));
        UUID first = single("first", Map.of());
        complete("one");
        damaged = single("damaged", Map.of());
        complete("one");
        UUID last = single("last", Map.of());
        complete("one");
        clock.advance(Duration.ofDays(2));
        sweep(retention);

        assertThat(kept).containsExactlyInAnyOrder(first, last);
        assertThat(isThere(damaged)).isTrue();
        assertThat(List.of(first, last)).noneMatch(this::isThere);
    }

    @Test
    void archiveThatIsNotThere_refusesTheRule() {
        RetentionRule archived = new RetentionRule(Duration.ofDays(1), null, null, null, null, true);
        assertThatThrownBy(
                        () -> engine.retention(RunArchive.NONE).setRule("shop", archived, new Author("a", "b", null)))
                .isInstanceOfSatisfying(OrchestratorException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.RETENTION_INVALID);
                    assertThat(refusal.errors().get(0).pointer()).isEqualTo("/archive");
                });
        assertThat(store.retention().allRules()).isEmpty();
    }

    @Test
    void twoServers_doNotTakeTheSame() {
        set("shop", MONTH);
        single("r", Map.of());
        complete("one");
        clock.advance(Duration.ofDays(31));
        store.retention().claim("shop", new UUID(0, 9), Duration.ofMinutes(2));
        sweep(retention);
        assertThat(figure("orchestrator_runs_deleted_total", "rule")).isZero();
        clock.advance(Duration.ofMinutes(3));
        sweep(retention);
        assertThat(figure("orchestrator_runs_deleted_total", "rule")).isEqualTo(1);
    }

    @Test
    void jobs_goByTheRuleOfTheirNamespace_whateverIsKeptOfThem() {
        set("jobs", MONTH);
        for (JobHistory history : List.of(JobHistory.FULL, JobHistory.OUTCOME)) {
            now(engine.jobs()
                    .putJob(new JobRequest(
                            "one",
                            Payload.EMPTY_OBJECT,
                            "j-" + history,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            history,
                            null)));
            complete("one");
        }
        clock.advance(Duration.ofDays(31));
        sweep(retention);

        for (JobHistory history : List.of(JobHistory.FULL, JobHistory.OUTCOME)) {
            assertThatThrownBy(() -> engine.jobs().getJob("j-" + history)).hasMessageContaining("There is no job");
        }
        assertThat(figure("orchestrator_runs_deleted_total", "rule")).isEqualTo(2);
    }
}
