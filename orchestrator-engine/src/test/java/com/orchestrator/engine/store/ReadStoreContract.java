package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.testkit.Queries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What people read. */
interface ReadStoreContract extends StoreUnderTest {

    @Test
    default void instance_comesBackWhole() {
        RunFixture run = run("read");
        run.labels = Map.of("team", "blue \u0000", "city", "K\u00f6ln");
        record(run.start());
        Cause cause = new Cause(Cause.Kind.FAILED, "CARD_DECLINED", "no \"money\"", "charge", 3);
        record(run.fail(cause));

        WorkflowInstance read = store().reads().findInstance(run.instanceId).orElseThrow();

        assertThat(read.labels()).isEqualTo(run.labels);
        assertThat(read.cause()).isEqualTo(cause);
        assertThat(read.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(read.sequenceNumber()).isEqualTo(2);
        assertThat(read.input()).isEqualTo(run.input);
        assertThat(read.output()).isNull();
        assertThat(read.endedAt()).isEqualTo(read.createdAt().plusSeconds(1));
        assertThat(store().reads().findInstance(RunFixture.nextId())).isEmpty();
    }

    private static InstanceQuery query(
            Set<WorkflowState> states, @Nullable String workflow, @Nullable String runId, ListQuery page) {
        return Queries.runs(states, null, workflow, runId, null, page);
    }

    private List<UUID> listed(InstanceQuery query) {
        return store().reads().listInstances(query).items().stream()
                .map(WorkflowInstance::instanceId)
                .toList();
    }

    @Test
    default void list_isNewestFirst_withoutPayloads_andPagesMeetWithoutHolesOrDoubles() {
        List<UUID> newestFirst = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            RunFixture run = run("list-" + i);
            record(run.start());
            newestFirst.add(0, run.instanceId);
        }
        List<UUID> seen = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
            Page<WorkflowInstance> page =
                    store().reads().listInstances(query(Set.of(), null, null, new ListQuery(3, cursor)));
            page.items().forEach(item -> seen.add(item.instanceId()));
            assertThat(page.items()).extracting(WorkflowInstance::input).containsOnlyNulls();
            cursor = page.next();
            pages++;
        } while (cursor != null);

        assertThat(seen).isEqualTo(newestFirst);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    default void list_thatFitsExactly_hasNoNextPage() {
        record(run("a").start(), run("b").start());

        assertThat(store().reads()
                        .listInstances(query(Set.of(), null, null, new ListQuery(2, null)))
                        .next())
                .isNull();
    }

    @Test
    default void list_filtersByStateWorkflowRunIdAndNamespace() {
        RunFixture done = run("done");
        RunFixture other = run("other");
        other.workflow = "refund";
        RunFixture running = run("running");
        record(done.start(), other.start(), running.start());
        record(done.complete(Payload.NULL));
        ListQuery all = new ListQuery(10, null);

        assertThat(listed(query(Set.of(WorkflowState.COMPLETED), null, null, all)))
                .containsExactly(done.instanceId);
        assertThat(listed(query(Set.of(WorkflowState.RUNNING, WorkflowState.PAUSED), null, null, all)))
                .containsExactlyInAnyOrder(other.instanceId, running.instanceId);
        assertThat(listed(query(Set.of(), "refund", null, all))).containsExactly(other.instanceId);
        assertThat(listed(query(Set.of(), null, "running", all))).containsExactly(running.instanceId);
        assertThat(listed(Queries.runs(Set.of(), "elsewhere", null, null, null, all)))
                .isEmpty();
    }

    @Test
    default void list_ofAParentsChildren_hasThemAlone() {
        RunFixture parent = run("parent");
        RunFixture child = run("child");
        child.parentInstanceId = parent.instanceId;
        record(parent.start(), child.start(), run("other").start());
        InstanceQuery children = Queries.runs(Set.of(), null, null, null, parent.instanceId, new ListQuery(10, null));

        assertThat(listed(children)).containsExactly(child.instanceId);
        assertThat(store().reads().findInstance(child.instanceId).orElseThrow().parentInstanceId())
                .isEqualTo(parent.instanceId);
    }

    @Test
    default void cursor_thatWasNeverGivenOut_isRefused() {
        ListQuery wrong = new ListQuery(3, "%%%not-a-cursor");

        assertThatThrownBy(() -> store().reads().listInstances(query(Set.of(), null, null, wrong)))
                .isInstanceOfSatisfying(
                        OrchestratorException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    @Test
    default void history_promotesWhatReadersLookFor_andKeepsTheRestInData() throws JsonProcessingException {
        RunFixture run = run("history");
        UUID executionId = RunFixture.nextId();
        TaskError error = new TaskError(FailureKind.FATAL, "BOOM", null, null);
        record(run.start());
        record(run.move(
                new AttemptEvent.TaskFailed("charge", "7", executionId, ExecutionKind.ACTION, 2, 5, error),
                Payload.ofJson("{\"n\": 1.00}"),
                List.of(),
                List.of()));

        HistoryEntry failed =
                store().reads().history(run.instanceId, 1, 10).items().get(0);

        assertThat(failed.type()).isEqualTo("TASK_FAILED");
        assertThat(failed.taskId()).isEqualTo("charge");
        assertThat(failed.iteration()).isEqualTo("7");
        assertThat(failed.executionId()).isEqualTo(executionId);
        assertThat(failed.attempt()).isEqualTo(2);
        assertThat(failed.fenceToken()).isEqualTo(5);
        assertThat(failed.actor()).isNull();
        assertThat(failed.data().fieldNames()).toIterable().containsExactlyInAnyOrder("kind", "error", "payload");
        assertThat(new ObjectMapper().writeValueAsString(failed.data())).contains("{\"n\": 1.00}");
    }

    @Test
    default void history_pagesByEvent() {
        RunFixture run = run("pages");
        record(run.start());
        record(run.move());
        record(run.move());

        Page<HistoryEntry> first = store().reads().history(run.instanceId, 0, 2);
        Page<HistoryEntry> second = store().reads().history(run.instanceId, Long.parseLong(first.next()), 2);

        assertThat(first.items()).extracting(HistoryEntry::sequenceNumber).containsExactly(1L, 2L);
        assertThat(first.items().get(0).actor()).isEqualTo("caller");
        assertThat(second.items()).extracting(HistoryEntry::sequenceNumber).containsExactly(3L);
        assertThat(second.next()).isNull();
    }

    @Test
    default void atRest_areThoseThatEndedOrAreStuck() {
        RunFixture running = run("running");
        RunFixture stuck = run("stuck");
        RunFixture ended = run("ended");
        record(running.start(), stuck.start(), ended.start());
        stuck.state = WorkflowState.COMPENSATION_FAILED;
        record(stuck.move(), ended.complete(Payload.NULL));
        Set<UUID> asked = Set.of(running.instanceId, stuck.instanceId, ended.instanceId, RunFixture.nextId());

        assertThat(store().reads().findAtRest(asked)).containsExactlyInAnyOrder(stuck.instanceId, ended.instanceId);
    }

    @Test
    default void namespaces_areThoseOfRunsThatAreThere() {
        RunFixture run = run("somewhere");
        record(run.start());
        UUID nobody = RunFixture.nextId();

        assertThat(store().reads().namespaces(Set.of(run.instanceId, nobody)))
                .containsOnlyKeys(run.instanceId)
                .containsValue("shop");
    }
}
