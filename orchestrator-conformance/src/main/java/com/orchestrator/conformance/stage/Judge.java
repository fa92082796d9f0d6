package com.orchestrator.conformance.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.conformance.worker.Job;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is promised of every run, whatever the scenario. Asked when the scenario is over. */
public final class Judge {

    /** What lets undos begin: a rollback, or a success that nobody wanted any more. */
    private static final Set<String> UNDO_DECISIONS = Set.of("ROLLBACK_STARTED", "EFFECT_UNWANTED");

    private final List<JsonNode> events;
    private final List<Attempt> attempts;
    private final List<Job> jobs;

    private Judge(Run run) {
        this.events = run.events();
        this.attempts = run.attempts();
        this.jobs = run.stage().jobs().stream()
                .filter(job -> job.runId().equals(run.runId()))
                .toList();
    }

    public static void judge(Run run) {
        Judge judge = new Judge(run);
        judge.historyHasNoGaps();
        judge.tokensRise();
        judge.rollbackIsDecidedFirst();
        judge.nothingIsAcceptedTwice();
        judge.onlyWhatMayHaveHappenedIsUndone();
        judge.doubtIsSaid();
    }

    private void historyHasNoGaps() {
        for (int i = 0; i < events.size(); i++) {
            long number = events.get(i).path("sequenceNumber").asLong();
            BrokenPromise.unless(number == i + 1, "History is numbered from 1 without a gap.", events.get(i));
        }
    }

    private void tokensRise() {
        Map<String, Long> last = new HashMap<>();
        for (Job job : jobs) {
            String task = job.label().replaceAll("[:@].*", "");
            Long before = last.put(task, job.fenceToken());
            BrokenPromise.unless(
                    before == null || before < job.fenceToken(), "The fence token of a task always rises.", job.task());
        }
    }

    private void rollbackIsDecidedFirst() {
        boolean isDecided = false;
        for (JsonNode event : events) {
            isDecided |= UNDO_DECISIONS.contains(event.path("type").asText());
            boolean isUndo = event.at("/data/kind").asText().equals("COMPENSATION");
            BrokenPromise.unless(isDecided || !isUndo, "The decision to undo is recorded before any undo.", event);
        }
    }

    private void nothingIsAcceptedTwice() {
        Map<String, Job> completed = new HashMap<>();
        for (Job job : jobs) {
            if (job.wasAccepted("complete")) {
                Job before = completed.put(job.key(), job);
                BrokenPromise.unless(
                        before == null, "Of one task or undo, one success is accepted and not two.", job.key());
            }
        }
    }

    private void onlyWhatMayHaveHappenedIsUndone() {
        attempts.stream()
                .filter(Attempt::isUndo)
                .forEach(undo -> BrokenPromise.unless(
                        forward(undo).stream().anyMatch(it -> it.happened() || it.leavesDoubt()),
                        "Only what has happened or may have is undone, not '" + undo.task() + "'.",
                        forward(undo)));
    }

    private void doubtIsSaid() {
        jobs.stream()
                .filter(Job::isUndo)
                .filter(job -> !job.task().path("mayNotHaveHappened").asBoolean())
                .forEach(undo -> BrokenPromise.unless(
                        attempts.stream()
                                .filter(attempt -> !attempt.isUndo())
                                .filter(attempt ->
                                        attempt.label().equals(undo.label().replaceAll("(@\\d+)?:undo.*", "")))
                                .anyMatch(Attempt::happened),
                        "An undo says 'mayNotHaveHappened' when nobody knows that it has.",
                        undo.task()));
    }

    private List<Attempt> forward(Attempt undo) {
        return attempts.stream()
                .filter(attempt -> (attempt.label() + ":undo").equals(undo.label()))
                .toList();
    }
}
