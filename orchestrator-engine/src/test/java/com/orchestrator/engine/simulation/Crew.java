package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.SteppedEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Workers that do what they are given, or die over it, or say so late or twice, through whichever server they reach. */
final class Crew {

    private static final int WORKERS = 4;
    private static final double SLOW = 0.3;
    private static final double[] RATES = {0.0, 0.15, 0.4};
    private static final FailureKind[] KINDS = FailureKind.values();

    private final Servers servers;
    private final Deeds ofWorkflows;
    private final Deeds ofJobs;
    private final Random random;
    private final List<Hand> hands = new ArrayList<>();
    private double failures;
    private double undoFailures;
    private double deaths;
    private int nonces;

    Crew(Servers servers, Deeds ofWorkflows, Deeds ofJobs, Random random) {
        this.servers = servers;
        this.ofWorkflows = ofWorkflows;
        this.ofJobs = ofJobs;
        this.random = random;
        this.failures = RATES[random.nextInt(RATES.length)];
        this.undoFailures = RATES[random.nextInt(RATES.length)];
        this.deaths = RATES[random.nextInt(RATES.length)] / 2;
    }

    List<Hand> hands() {
        return hands;
    }

    /** From now on every worker lives and succeeds. */
    void heal() {
        failures = 0;
        undoFailures = 0;
        deaths = 0;
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    // ---- taking work

    void poll(Duration wait) {
        String workerId = "w" + random.nextInt(WORKERS);
        List<Hand> own = hands.stream()
                .filter(hand -> hand.workerId.equals(workerId) && hand.isOpen() && hand.report != null)
                .toList();
        List<Hand> reported = chance(0.4) ? own.stream().limit(2).toList() : List.of();
        PollRequest request = new PollRequest(
                workerId,
                List.of("default"),
                1 + random.nextInt(3),
                wait,
                null,
                reported.stream().map(hand -> hand.report).toList(),
                List.of());
        reported.forEach(this::sent);
        reported.forEach(hand -> servers.story.tell(() -> servers.now() + "with a poll " + hand.saying()));
        servers.call(engine -> engine.tasks().poll(request), new Servers.Caller<>() {
            @Override
            public void answered(PollResponse response) {
                for (int i = 0; i < reported.size(); i++) {
                    heard(reported.get(i), response.results().get(i));
                }
                response.tasks().forEach(task -> take(workerId, task));
            }

            @Override
            public void refused(OrchestratorException refusal) {
                throw new AssertionError("A poll was refused", refusal);
            }

            @Override
            public void leftAlone() {}
        });
    }

    private static void heard(Hand hand, PollResponse.ReportVerdict verdict) {
        if (verdict.status() == PollResponse.ReportStatus.ACCEPTED) {
            accepted(hand);
        } else {
            stale(hand, verdict.code(), verdict.detail());
        }
    }

    /** What was leased to a worker that learns of it too late is left alone: semantics 3.7. */
    private void take(String workerId, LeasedTask task) {
        if (!task.leaseExpiresAt().isAfter(servers.clock.instant())) {
            return;
        }
        Hand hand = decide(workerId, task);
        hands.add(hand);
        servers.story.tell(() -> servers.now() + workerId + " takes " + hand + ", given " + task.input()
                + (deedsOf(hand).stands(hand.effectKey()) ? "; the effect stands" : ""));
        deedsOf(hand).delivered(hand);
        if (hand.happens && !hand.isSlow) {
            deedsOf(hand).happened(hand);
        }
    }

    private Deeds deedsOf(Hand hand) {
        return hand.isOfJob() ? ofJobs : ofWorkflows;
    }

    /** What will become of it is drawn when it is taken; the effect, if there is one, happens at once, or slowly. */
    private Hand decide(String workerId, LeasedTask task) {
        boolean dies = chance(deaths);
        boolean fails = chance(task.kind() == ExecutionKind.COMPENSATION ? undoFailures : failures);
        boolean givesBack = !dies && chance(failures / 4);
        FailureKind kind = chance(0.6) ? FailureKind.RETRYABLE : KINDS[random.nextInt(KINDS.length)];
        boolean happens = !givesBack && (fails ? !rulesOut(kind) && chance(0.5) : !dies || chance(0.5));
        TaskReport report = dies && chance(0.5) || givesBack ? null : fails ? failure(task, kind) : success(task);
        boolean saysSo = report != null && report.failure() == null;
        boolean isSlow = saysSo && task.kind() == ExecutionKind.ACTION && chance(SLOW);
        return new Hand(task, workerId, report, givesBack, happens || saysSo, isSlow);
    }

    /** Semantics 5.1: who fails like this has done nothing. */
    private static boolean rulesOut(FailureKind kind) {
        return kind == FailureKind.FATAL || kind == FailureKind.COMPENSATE;
    }

    private static TaskReport failure(LeasedTask task, FailureKind kind) {
        return TaskReport.failure(task.executionId(), task.fenceToken(), Failure.of(kind, "BROKEN"));
    }

    private TaskReport success(LeasedTask task) {
        String nonce = "{\"nonce\":" + ++nonces + "}";
        Payload output = Payload.ofJson(task.kind() == ExecutionKind.PROBE ? answer(task, nonce) : nonce);
        return TaskReport.success(task.executionId(), task.fenceToken(), output);
    }

    private String answer(LeasedTask probe, String output) {
        String key = probe.idempotencyKey().replace(":probe", "");
        return ofWorkflows.stands(key) ? "{\"happened\":true,\"output\":" + output + "}" : "{\"happened\":false}";
    }

    // ---- reporting

    /** One worker says what it has to say; false when nobody has anything to say. */
    boolean reportSomething() {
        List<Hand> open = hands.stream().filter(Hand::isOpen).toList();
        if (open.isEmpty()) {
            return false;
        }
        send(open.get(random.nextInt(open.size())));
        return true;
    }

    /** Says again what was answered already. */
    void sayAgain() {
        List<Hand> said = hands.stream()
                .filter(hand -> hand.report != null && hand.standing == Hand.Standing.ACCEPTED)
                .toList();
        if (!said.isEmpty()) {
            send(said.get(random.nextInt(said.size())));
        }
    }

    private void send(Hand hand) {
        sent(hand);
        servers.story.tell(() -> servers.now() + hand.saying());
        servers.call(engine -> call(hand, engine), new Servers.Caller<>() {
            @Override
            public void answered(Void nothing) {
                accepted(hand);
            }

            @Override
            public void refused(OrchestratorException refusal) {
                stale(hand, refusal.code(), refusal.getMessage());
            }

            @Override
            public void leftAlone() {}
        });
    }

    private static CompletableFuture<Void> call(Hand hand, SteppedEngine server) {
        if (hand.report == null) {
            return server.tasks().releaseTask(hand.task.executionId(), hand.workerId, hand.task.fenceToken());
        }
        return hand.isSuccess()
                ? server.tasks().completeTask(hand.workerId, hand.report)
                : server.tasks().failTask(hand.workerId, hand.report);
    }

    private void sent(Hand hand) {
        if (hand.isSlow && !hand.everSent) {
            deedsOf(hand).happened(hand);
        }
        hand.everSent = true;
        if (hand.standing == Hand.Standing.NOT_SENT) {
            hand.standing = Hand.Standing.UNKNOWN;
        }
    }

    private static void accepted(Hand hand) {
        assertThat(hand.standing)
                .as("8: accepted after it was refused: %s", hand)
                .isNotEqualTo(Hand.Standing.STALE);
        hand.standing = Hand.Standing.ACCEPTED;
    }

    private static void stale(Hand hand, @Nullable ErrorCode code, @Nullable String why) {
        if (code == ErrorCode.SET_ASIDE) {
            return;
        }
        if (code == ErrorCode.NOT_FOUND && hand.isOfJob()) {
            hand.standing = hand.standing == Hand.Standing.UNKNOWN ? Hand.Standing.GONE : hand.standing;
            return;
        }
        assertThat(code).as("8: %s: %s", hand, why).isEqualTo(ErrorCode.FENCE_STALE);
        boolean wasTakenAgain = hand.givesBack;
        assertThat(hand.standing != Hand.Standing.ACCEPTED || wasTakenAgain)
                .as("8: refused after it was accepted: %s: %s", hand, why)
                .isTrue();
        hand.standing = Hand.Standing.STALE;
    }

    // ---- staying alive

    void renewSomething() {
        List<Hand> open = hands.stream().filter(Hand::isOpen).toList();
        if (!open.isEmpty()) {
            Hand hand = open.get(random.nextInt(open.size()));
            LeaseRenewal renewal = new LeaseRenewal(hand.task.executionId(), hand.task.fenceToken(), null);
            servers.call(engine -> engine.tasks().renewLease(hand.workerId, renewal), Servers.told(verdict -> {}));
        }
    }
}
