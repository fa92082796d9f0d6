package com.orchestrator.system.saga;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.system.http.Api;
import com.orchestrator.system.saga.SagaDefinition.Undo;
import com.orchestrator.system.saga.SagaLedger.Delivery;
import com.orchestrator.system.saga.SagaLedger.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Says what one ended run did wrong, from what its workers saw of it, its instance and its history. */
final class SagaJudge {

    private static final Set<String> ENDS = Set.of("COMPLETED", "COMPENSATED", "FAILED", "CANCELLED");

    private final SagaDefinition definition;
    private final JsonNode instance;
    private final JsonNode history;
    private final List<Delivery> deliveries;
    private final List<String> faults = new ArrayList<>();

    SagaJudge(SagaDefinition definition, JsonNode instance, JsonNode history, List<Delivery> deliveries) {
        this.definition = definition;
        this.instance = instance;
        this.history = history;
        this.deliveries = deliveries;
    }

    List<String> faults() {
        checkHistory();
        checkEnd();
        definition.undos().keySet().forEach(this::checkTokens);
        if (isCompleted()) {
            expect(undosOfRollback().findAny().isEmpty(), "completed, and undone");
        } else {
            definition.undos().forEach(this::checkUndone);
            checkOrder();
            checkNothingForwardAfterAnUndo();
        }
        return faults.stream()
                .map(fault -> fault + " in " + instance + " of " + definition.document())
                .toList();
    }

    private void expect(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }

    private boolean isCompleted() {
        return instance.get("state").asText().equals("COMPLETED");
    }

    private Stream<Delivery> undos() {
        return deliveries.stream().filter(Delivery::isUndo);
    }

    /** Without those of work that lost a join and succeeded all the same: it is undone at once, whatever the run does. */
    private Stream<Delivery> undosOfRollback() {
        return undos().filter(undo -> !isUnwanted(undo.taskId()));
    }

    private boolean isUnwanted(String taskId) {
        for (JsonNode event : history) {
            if (event.path("type").asText().equals("EFFECT_UNWANTED")
                    && event.path("taskId").asText().equals(taskId)) {
                return true;
            }
        }
        return false;
    }

    private List<Delivery> of(String taskId, boolean undo) {
        return deliveries.stream()
                .filter(delivery -> delivery.taskId().equals(taskId) && delivery.isUndo() == undo)
                .toList();
    }

    // ---- the run as a whole

    private void checkHistory() {
        long expected = 0;
        for (JsonNode event : history) {
            expect(event.get("sequenceNumber").asLong() == ++expected, "gap before event " + event);
        }
        expect(instance.get("sequenceNumber").asLong() == expected, "history of " + expected + " events");
    }

    private void checkEnd() {
        String state = instance.get("state").asText();
        JsonNode cause = instance.get("cause");
        expect(ENDS.contains(state), "ended " + state);
        expect(cause.isNull() == isCompleted(), "cause " + cause);
        if (cause.path("kind").asText().equals("FAILED")) {
            String blamed = cause.path("taskId").asText();
            expect(
                    of(blamed, false).stream().anyMatch(delivery -> delivery.wasAccepted("fail")),
                    "blames " + blamed + ", which never failed");
        }
    }

    /** A token that is delivered later than a report was accepted is higher; and none is delivered twice. */
    private void checkTokens(String taskId) {
        List<Delivery> all = deliveries.stream()
                .filter(delivery -> delivery.taskId().equals(taskId))
                .toList();
        Set<Long> tokens = new HashSet<>();
        for (Delivery delivery : all) {
            expect(tokens.add(delivery.token()), "token " + delivery.token() + " of " + taskId + " twice");
            accepted(delivery)
                    .ifPresent(report -> expect(
                            all.stream()
                                    .filter(other -> other.asked() > report.answered())
                                    .allMatch(other -> other.token() > delivery.token()),
                            "token of " + taskId + " went back after " + delivery.token()));
        }
    }

    private static Optional<Report> accepted(Delivery delivery) {
        return delivery.reports().stream().filter(Report::accepted).findFirst();
    }

    // ---- what was undone

    private void checkUndone(String taskId, Undo undo) {
        List<Delivery> forward = of(taskId, false);
        List<Delivery> undone = of(taskId, true);
        boolean happened = forward.stream().anyMatch(delivery -> delivery.wasAccepted("complete"));
        boolean isWanted = switch (undo) {
            case NEVER -> false;
            case IF_COMPLETED -> happened;
            case IF_ATTEMPTED -> happened || forward.stream().anyMatch(SagaJudge::mayHaveHappened);
        };
        long times = undone.stream()
                .filter(delivery -> delivery.wasAccepted("complete"))
                .count();
        boolean isClear = !hasUnseenLeases(taskId) && forward.stream().noneMatch(Delivery::wasLateSuccess);
        if (undo == Undo.NEVER) {
            expect(undone.isEmpty(), taskId + " has no undo, and got one");
        } else if (isClear) {
            expect(times == (isWanted ? 1 : 0), taskId + " was undone " + times + " times, wanted: " + isWanted);
            undone.forEach(delivery -> checkInput(forward, delivery, happened));
        } else {
            expect(times <= 2 && (times > 0 || !isWanted), taskId + " was undone " + times + " times in doubt");
        }
    }

    /** It was left in doubt by its worker, who said so, or was never heard. */
    private static boolean mayHaveHappened(Delivery delivery) {
        return delivery.reports().stream().noneMatch(Report::accepted)
                || delivery.reports().stream().anyMatch(Report::leavesDoubt);
    }

    /** Work that was handed to a poll nobody read the answer of. */
    private boolean hasUnseenLeases(String taskId) {
        for (JsonNode event : history) {
            boolean isLease = event.path("taskId").asText().equals(taskId)
                    && event.at("/data").has("leaseMillis");
            if (isLease && deliveries.stream().noneMatch(delivery -> isOf(delivery, event))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(Delivery delivery, JsonNode lease) {
        return lease.get("executionId").asText().equals(delivery.executionId())
                && lease.get("fenceToken").asLong() == delivery.token();
    }

    private void checkInput(List<Delivery> forward, Delivery undo, boolean happened) {
        JsonNode output = forward.stream()
                .flatMap(delivery -> delivery.reports().stream())
                .filter(report -> report.accepted() && report.verb().equals("complete"))
                .map(report -> report.body().get("output"))
                .findFirst()
                .orElse(Api.JSON.createObjectNode());
        expect(undo.task().at("/input/output").equals(output), "undo of another output: " + undo.task());
        expect(
                undo.task().path("mayNotHaveHappened").asBoolean() == !happened,
                "happened " + happened + ", but " + undo.task());
    }

    // ---- in which order

    private void checkOrder() {
        undosOfRollback()
                .filter(undo -> isClear(undo.taskId()))
                .forEach(undo -> undos().filter(
                                other -> isClear(other.taskId()) && comesBefore(other.taskId(), undo.taskId()))
                        .forEach(other -> expect(
                                finished(other.taskId()) < undo.received(),
                                "undo of " + undo.taskId() + " was handed out before that of " + other.taskId()
                                        + " was done")));
    }

    private boolean isClear(String taskId) {
        return !hasUnseenLeases(taskId)
                && deliveries.stream()
                        .noneMatch(delivery -> delivery.taskId().equals(taskId) && delivery.wasLateSuccess());
    }

    /** Whether the first has to be undone before the undo of the second begins. */
    private boolean comesBefore(String first, String second) {
        return switch (definition.order()) {
            case PARALLEL -> false;
            case GRAPH, REVERSE -> definition.isAfter(second, first);
        };
    }

    /** Before the report that ended the undo was sent, so certainly not after it was done. */
    private long finished(String taskId) {
        return of(taskId, true).stream()
                .flatMap(delivery -> delivery.reports().stream())
                .filter(report -> report.accepted() && report.verb().equals("complete"))
                .map(Report::sent)
                .min(Comparator.naturalOrder())
                .orElse(Long.MAX_VALUE);
    }

    private void checkNothingForwardAfterAnUndo() {
        long firstUndo = undosOfRollback().mapToLong(Delivery::received).min().orElse(Long.MAX_VALUE);
        deliveries.stream()
                .filter(delivery -> !delivery.isUndo() && delivery.asked() > firstUndo)
                .forEach(delivery -> expect(false, "forward after an undo: " + delivery.task()));
    }
}
