package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.retention.Retention;
import com.orchestrator.engine.retention.RunArchive;
import com.orchestrator.engine.service.Command;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A run that has ended is deleted whole, by hand, and nobody who remembers it can bring a piece of it back. */
class DeletionTest extends ChildStory {

    private static final String SINGLE = HEAD + """
            name: single
            tasks:
              - {id: one, task: one, compensate: {task: undo-one}}
            """;

    private final Retention retention = engine.retention(RunArchive.NONE);

    private UUID single(String runId, Map<String, String> labels) {
        register(SINGLE);
        return now(engine.workflows()
                        .startWorkflow(new StartWorkflowRequest(
                                "shop", "single", runId, Payload.EMPTY_OBJECT, labels, null, null, null, null)))
                .instanceId();
    }

    private void delete(UUID run) {
        delete(run, null);
    }

    private void delete(UUID run, Long ifSequenceNumber) {
        retention.deleteRun(new Command<>(run, new ControlRequest("asked for", null), "ann", ifSequenceNumber));
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(ErrorCode code, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OrchestratorException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private void assertGone(UUID run) {
        assertRefused(ErrorCode.NOT_FOUND, () -> get(run));
        assertThat(store.reads().history(run, 0, 10).items()).isEmpty();
    }

    @Test
    void runThatHasEnded_isDeleted_andDeletingItAgainIsNoFault() {
        UUID run = single("r", Map.of());
        complete("one");

        delete(run);
        delete(run);

        assertGone(run);
        assertRefused(ErrorCode.NOT_FOUND, () -> delete(UUID.fromString("0192f0c0-0000-7000-8000-000000000000")));
        UUID again = single("r", Map.of());
        assertThat(again).isNotEqualTo(run);
        assertThat(state(again)).isEqualTo(WorkflowState.RUNNING);
    }

    @Test
    void runThatGoesOn_isNotDeleted() {
        UUID run = single("r", Map.of());

        assertRefused(ErrorCode.ILLEGAL_STATE, () -> delete(run))
                .hasMessage("Expected to delete instance " + run
                        + " in state COMPLETED, FAILED, COMPENSATED, CANCELLED or TERMINATED, but it is RUNNING");
        complete("one");
        assertRefused(ErrorCode.PRECONDITION_FAILED, () -> delete(run, 1L));
        delete(run, get(run).sequenceNumber());
        assertGone(run);
    }

    @Test
    void runUnderLegalHold_isNotDeleted() {
        UUID run = single("held", Map.of("legal-hold", "case 7"));
        complete("one");

        assertRefused(ErrorCode.ILLEGAL_STATE, () -> delete(run))
                .hasMessage("Expected to delete instance " + run + " without a legal hold, but instance " + run
                        + " has the label 'legal-hold'");
        assertThat(state(run)).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void childGoesWithItsParent_andNotBefore() {
        register(CHILD, parent("", AFTER));
        UUID parent = start();
        complete("before", "one", "two");
        UUID child = child(parent);
        assertRefused(ErrorCode.ILLEGAL_STATE, () -> delete(child)).hasMessageContaining("without a parent");
        complete("after");
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPLETED);
        assertRefused(ErrorCode.ILLEGAL_STATE, () -> delete(child))
                .hasMessageContaining("instance " + parent + " has started it and may still undo it");

        delete(parent);

        assertGone(parent);
        assertGone(child);
        delete(child);
    }

    @Test
    void parentWaitsForAChildThatGoesOn() {
        register(CHILD, parent(", wait: false", AFTER));
        UUID parent = start();
        complete("before", "after");
        UUID child = child(parent);

        assertRefused(ErrorCode.ILLEGAL_STATE, () -> delete(parent))
                .hasMessageContaining("its child " + child + " is RUNNING");
        complete("one", "two");
        delete(parent);
        assertGone(child);
    }

    /** Two servers: what one remembers as going on the other has seen to its end and deleted. */
    @Test
    void whatASecondServerRemembers_isNotBroughtBack() {
        UUID run = single("r", Map.of());
        LeasedTask one = take("one");
        SteppedEngine other = server();
        other.tasks().completeTask("w", TaskReport.success(one.executionId(), one.fenceToken(), Payload.EMPTY_OBJECT));
        other.settle();
        String hash = engine.workflows().getCompensationPlan(run, EVERYTHING).planHash();

        delete(run);
        assertThat(engine.remembers(run)).isPresent();

        CompletableFuture<WorkflowInstance> undo = engine.workflows()
                .triggerCompensation(new Command<>(
                        run,
                        new CompensateRequest(null, null, CompensateRequest.Then.STOP, hash, false, "test"),
                        "ann",
                        null));
        engine.settle();
        assertRefused(ErrorCode.NOT_FOUND, () -> {
            try {
                undo.join();
            } catch (java.util.concurrent.CompletionException refused) {
                throw refused.getCause();
            }
        });
        assertGone(run);
    }

    @Test
    void jobs_areDeletedWithTheirNames_whateverIsKeptOfThem() {
        UUID failed = put("full", JobHistory.FULL);
        fail("one");
        UUID outcome = put("outcome", JobHistory.OUTCOME);
        assertRefused(ErrorCode.ILLEGAL_STATE, () -> delete(outcome)).hasMessageContaining("but it is RUNNING");
        complete("one");

        delete(failed);
        delete(outcome);

        assertRefused(ErrorCode.NOT_FOUND, () -> engine.jobs().getJob("full"));
        assertRefused(ErrorCode.NOT_FOUND, () -> engine.jobs().getJob("outcome"));
        assertThat(put("full", JobHistory.FULL)).isNotEqualTo(failed);
        assertThat(put("outcome", JobHistory.OUTCOME)).isNotEqualTo(outcome);
    }

    private UUID put(String jobId, JobHistory history) {
        JobRequest request = new JobRequest(
                "one", Payload.EMPTY_OBJECT, jobId, null, null, null, null, null, null, null, null, history, null);
        return now(engine.jobs().putJob(request)).instanceId();
    }

    @Test
    void nothingIsLeftInTheStore() {
        UUID run = single("r", Map.of("tier", "gold"));
        complete("one");
        delete(run);

        assertThat(store.claimRows()).isEmpty();
        assertThat(store.retention().trees(List.of(run))).isEmpty();
    }
}
