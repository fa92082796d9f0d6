package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.job.JobState;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.service.JobService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Judges jobs: by what histories tell while they go on, by what workers have really done, and by what is kept in the end. Each ends
 * once, as its workers have said; what is kept of it is what it has asked for.
 */
final class JobAudit {

    private static final Set<String> ENDS = Set.of("WORKFLOW_COMPLETED", "WORKFLOW_ENDED");

    private final InMemoryEngineStore store;
    private final Underway underway;
    private final Clients clients;
    private final JobDeeds deeds;

    JobAudit(InMemoryEngineStore store, Underway underway, Clients clients, JobDeeds deeds) {
        this.store = store;
        this.underway = underway;
        this.clients = clients;
        this.deeds = deeds;
    }

    private JobRequest requestOf(UUID job) {
        String jobId = underway.jobs().get(job).get(0).data().path("runId").asText();
        return clients.requests().get(jobId);
    }

    // ---- after every step

    /** No two jobs with one key are open at once, and no two have one name. */
    void judge() {
        Map<String, UUID> keys = new HashMap<>();
        Map<String, UUID> names = new HashMap<>();
        underway.jobs().forEach((job, history) -> {
            if (underway.isGone(job) || history.isEmpty()) {
                return;
            }
            JobRequest request = requestOf(job);
            UUID other = names.put(request.jobId(), job);
            assertThat(other).as("two jobs by the name of %s", request.jobId()).isNull();
            if (request.dedupeKey() != null && isOpen(history)) {
                UUID rival = keys.put(request.type() + " " + request.dedupeKey(), job);
                assertThat(rival).as("another open job with the key of %s", job).isNull();
            }
        });
    }

    private static boolean isOpen(List<HistoryEntry> history) {
        String last = "";
        for (HistoryEntry entry : history) {
            if (ENDS.contains(entry.type()) || entry.type().equals("WORKFLOW_REOPENED")) {
                last = entry.type();
            }
        }
        return !ENDS.contains(last);
    }

    /** Of which nothing is left. */
    long gone() {
        return underway.jobs().keySet().stream().filter(underway::isGone).count() - kept();
    }

    /** Of which something is left when their history is not. */
    long kept() {
        return store.jobs().findEnds(underway.jobs().keySet()).size();
    }

    long undone() {
        return clients.runs().stream()
                .filter(run -> run.state() == WorkflowState.COMPENSATED)
                .count();
    }

    // ---- in the end

    void judgeEnd(JobService service) {
        List<UUID> listed = store.jobs().list(null, null, 1_000);
        underway.jobs().forEach((run, history) -> judgeEnd(run, history, listed.contains(run), service));
        clients.answers().forEach((jobId, runs) -> {
            boolean leavesNothing = clients.requests().get(jobId).history() == JobHistory.NONE;
            assertThat(underway.jobs().keySet())
                    .as("runs that callers were named for %s", jobId)
                    .containsAll(runs);
            assertThat(leavesNothing || runs.size() == 1)
                    .as("8: answers for %s: %s", jobId, runs)
                    .isTrue();
        });
    }

    private void judgeEnd(UUID run, List<HistoryEntry> history, boolean isListed, JobService service) {
        JobRequest request = requestOf(run);
        List<Hand> successes = deeds.handsOf(run).stream()
                .filter(hand -> hand.isForward() && hand.isSuccess() && hand.standing == Hand.Standing.ACCEPTED)
                .toList();
        assertThat(successes).as("8: successes of %s that were accepted", run).hasSizeLessThanOrEqualTo(1);
        deeds.handsOf(run).forEach(hand -> judgeHand(hand, request, history));
        if (isListed) {
            judgeKept(service.getJob(request.jobId()), run, history);
        } else {
            judgeGone(run, request, service);
        }
    }

    /** Nothing is left of one that ended well and was not to be kept. */
    private void judgeGone(UUID run, JobRequest request, JobService service) {
        assertThat(request.history()).as("what was to be kept of %s", run).isEqualTo(JobHistory.NONE);
        assertThat(store.reads().findInstance(run)).isEmpty();
        assertThat(store.reads().history(run, 0, 1).items()).isEmpty();
        assertThat(deeds.handsOf(run))
                .as("who has done %s", run)
                .anyMatch(hand -> hand.isForward() && hand.isSuccess() && hand.everSent);
        if (underway.jobs().keySet().stream()
                .allMatch(other -> other.equals(run)
                        || underway.isGone(other)
                        || !requestOf(other).jobId().equals(request.jobId()))) {
            assertThatThrownBy(() -> service.getJob(request.jobId())).hasMessageContaining("no job");
        }
    }

    private void judgeKept(Job job, UUID run, List<HistoryEntry> history) {
        JobRequest request = requestOf(run);
        assertThat(job.instanceId()).as("run of %s", job).isEqualTo(run);
        assertThat(job.state().isOver()).as("%s is over", job).isTrue();
        boolean endedWell = job.state() == JobState.SUCCEEDED;
        boolean keepsAll = request.history() == JobHistory.FULL || request.compensate() != null;
        assertThat(endedWell && request.history() == JobHistory.NONE)
                .as("%s leaves nothing", job)
                .isFalse();
        List<HistoryEntry> kept = store.reads().history(run, 0, 100_000).items();
        if (endedWell && !keepsAll) {
            assertThat(kept).as("what is left of the history of %s", job).isEmpty();
        } else {
            assertThat(kept.stream().map(HistoryEntry::type))
                    .as("history of %s", job)
                    .isEqualTo(history.stream().map(HistoryEntry::type).toList());
        }
        assertThat(job.attempts()).as("attempts of %s", job).isEqualTo(attempts(history));
        if (endedWell) {
            judgeOutput(job, run);
        } else {
            assertThat(request.compensate() != null && deeds.stands(run) && !wasAbandoned(history))
                    .as("5: the effect of %s still stands", job)
                    .isFalse();
        }
    }

    private static int attempts(List<HistoryEntry> history) {
        Set<UUID> actions = history.stream()
                .filter(entry -> entry.type().equals("TASK_SCHEDULED")
                        && entry.data().path("kind").asText().equals("ACTION"))
                .map(HistoryEntry::executionId)
                .collect(Collectors.toSet());
        return (int) history.stream()
                .filter(entry -> entry.type().equals("TASK_LEASED") && actions.contains(entry.executionId()))
                .map(HistoryEntry::executionId)
                .distinct()
                .count();
    }

    private static boolean wasAbandoned(List<HistoryEntry> history) {
        return history.stream()
                .anyMatch(entry -> entry.type().equals("WORKFLOW_ENDED")
                        && entry.data().path("abandoned").asBoolean());
    }

    /** It has come to what one of its workers has said. */
    private void judgeOutput(Job job, UUID run) {
        List<String> said = new ArrayList<>();
        deeds.handsOf(run).stream()
                .filter(hand -> hand.isForward() && hand.isSuccess() && hand.everSent)
                .filter(hand -> hand.standing != Hand.Standing.STALE)
                .forEach(hand ->
                        said.add(Objects.requireNonNull(hand.report).output().toString()));
        assertThat(said).as("what workers have said of %s", job).contains(String.valueOf(job.output()));
    }

    /** What was accepted is in the history, once and as it was said; what was refused as late is kept, as long as the history is. */
    private void judgeHand(Hand hand, JobRequest request, List<HistoryEntry> history) {
        boolean leavesNothing = request.history() != JobHistory.FULL && request.compensate() == null;
        assertThat(hand.standing == Hand.Standing.GONE && !leavesNothing)
                .as("%s finds its job gone", hand)
                .isFalse();
        if (hand.report == null || hand.standing != Hand.Standing.ACCEPTED || underway.isGone(hand.task.instanceId())) {
            return;
        }
        List<HistoryEntry> ends = history.stream()
                .filter(entry -> hand.task.executionId().equals(entry.executionId())
                        && Set.of("TASK_COMPLETED", "TASK_FAILED", "TASK_OUTCOME_UNKNOWN")
                                .contains(entry.type()))
                .toList();
        assertThat(ends).as("8: accepted and applied once: %s", hand).hasSize(1);
        assertThat(ends.get(0).type().equals("TASK_COMPLETED"))
                .as("what %s said", hand)
                .isEqualTo(hand.isSuccess());
    }
}
